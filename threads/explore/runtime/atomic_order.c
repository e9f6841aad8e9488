/* Each atomic object carries the clock that its last store released. */
#include "threads/explore/runtime/atomic_order.h"

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/hash.h"
#include "threads/explore/runtime/race.h"
#include "threads/explore/runtime/state_hash.h"

enum { BITS = 12, LOCATIONS = 1 << BITS };

struct location {
    uintptr_t address;
    uint32_t generation;
    struct vector_clock released;
};

OURS static struct location *locations;
OURS static uint32_t generation;
OURS static uint16_t *in_use; /* the places of this run */
OURS static int used;

void order_reset(void)
{
    if (!locations) {
        locations = ours_allocate(LOCATIONS * sizeof *locations);
        in_use = ours_allocate(LOCATIONS * sizeof *in_use);
    }
    generation++;
    used = 0;
}

static struct location *location_of(uintptr_t address)
{
    uint64_t place = (address * 0x9e3779b97f4a7c15) >> (64 - BITS);
    for (;; place = (place + 1) % LOCATIONS) {
        struct location *location = &locations[place];
        if (location->generation == generation && location->address == address)
            return location;
        if (location->generation == generation)
            continue;
        if (used == LOCATIONS / 2)
            run_refuse(0, "more than %d atomic objects in one run", LOCATIONS / 2);
        in_use[used++] = (uint16_t)place;
        location->address = address;
        location->generation = generation;
        clock_clear(&location->released, THREADS_MAX);
        return location;
    }
}

uint64_t order_knows(int thread, uint32_t when)
{
    uint64_t sum = 0;
    for (int i = 0; i < used; i++) {
        const struct location *location = &locations[in_use[i]];
        if (clock_knows(&location->released, thread, when))
            sum += hash_word(1, location->address);
    }
    return sum;
}

static bool acquires(int order)
{
    return order == __ATOMIC_CONSUME || order == __ATOMIC_ACQUIRE ||
           order == __ATOMIC_ACQ_REL || order == __ATOMIC_SEQ_CST;
}

static bool releases(int order)
{
    return order == __ATOMIC_RELEASE || order == __ATOMIC_ACQ_REL ||
           order == __ATOMIC_SEQ_CST;
}

static void load(const struct location *location, int order)
{
    if (acquires(order))
        race_acquire(&location->released);
    else /* an acquire fence may follow */
        clock_join(&self->fence_acquire, &location->released, THREADS_MAX);
}

void order_load(uintptr_t address, int order)
{
    if (!acquires(order))
        state_depends(ON_CLOCKS);
    load(location_of(address), order);
}

void order_prepare(struct vector_clock *published, int order)
{
    if (releases(order))
        race_release(published);
    else /* it begins no release sequence, but a fence before it may */
        clock_copy(published, &self->fence_release, THREADS_MAX);
}

void order_publish(uintptr_t address, const struct vector_clock *published)
{
    clock_copy(&location_of(address)->released, published, THREADS_MAX);
}

void order_store(uintptr_t address, int order)
{
    if (!releases(order))
        state_depends(ON_CLOCKS);
    order_prepare(&location_of(address)->released, order);
}

/* A change goes on with the release sequence that it reads from. */
void order_change(uintptr_t address, int order)
{
    if (!acquires(order) || !releases(order))
        state_depends(ON_CLOCKS);
    struct location *location = location_of(address);
    load(location, order);
    if (releases(order))
        race_release_also(&location->released);
    else
        clock_join(&location->released, &self->fence_release, THREADS_MAX);
}

void order_fence(int order)
{
    state_depends(ON_CLOCKS);
    if (acquires(order))
        race_acquire(&self->fence_acquire);
    if (releases(order)) {
        clock_copy(&self->fence_release, &self->known, THREADS_MAX);
        self->known.at[self->number]++;
    }
}
