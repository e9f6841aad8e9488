/* Delay pairs and cycles: see the header. */
#include "threads/explore/runtime/weak_order.h"

#include <string.h>

#include "threads/explore/runtime/hash.h"
#include "threads/explore/runtime/state_hash.h"
#include "threads/explore/runtime/store_buffer.h"
#include "threads/explore/runtime/thread.h"

enum { LOCATIONS = 64 };

/* What a thread has done to an object in this run, last. */
struct past {
    bool accessed, kept; /* kept: what follows stays behind it, whatever it is */
    bool loads, strong;
};

/* When a thread last did so, on its own clock; 0: not in this run. */
struct last {
    uint32_t access, store;
};

OURS static uintptr_t locations[LOCATIONS]; /* by number, of all runs */
OURS static uint64_t contended; /* bit a: in some run, two accesses that nothing orders */
OURS static struct last lasts[THREADS_MAX][LOCATIONS];
OURS static int location_count;
OURS static bool overflow; /* too many objects to say anything */

OURS static struct past pasts[THREADS_MAX][LOCATIONS];
/* Bit b of [t][a]: thread t accessed a and later b; and nothing kept them in order. */
OURS static uint64_t pairs[THREADS_MAX][LOCATIONS];
OURS static uint64_t delays[THREADS_MAX][LOCATIONS];

void weak_begin_run(void)
{
    if (!location_count)
        return;
    memset(pasts, 0, sizeof pasts);
    memset(lasts, 0, sizeof lasts);
}

static int number_of(uintptr_t address)
{
    for (int i = 0; i < location_count; i++)
        if (locations[i] == address)
            return i;
    if (location_count == LOCATIONS) {
        overflow = true;
        return -1;
    }
    locations[location_count] = address;
    return location_count++;
}

static bool acquires(int order)
{
    return order == __ATOMIC_ACQUIRE || order == __ATOMIC_CONSUME ||
           order == __ATOMIC_ACQ_REL || order == __ATOMIC_SEQ_CST;
}

static bool releases(int order)
{
    return order == __ATOMIC_RELEASE || order == __ATOMIC_ACQ_REL ||
           order == __ATOMIC_SEQ_CST;
}

/* A pair stays in order when the first is an acquiring load, the second a releasing
 * store, both are seq_cst, or a full fence stands between. */
static bool in_order(const struct past *first, int order, bool loads, bool stores)
{
    if (store_buffers_on && !first->loads && loads && !stores)
        return true; /* a store and then a load: this delay is explored */
    return first->kept || (stores && releases(order)) ||
           (first->strong && order == __ATOMIC_SEQ_CST);
}

void weak_touch(uintptr_t address, bool stores)
{
    int here = number_of(address);
    if (here < 0)
        return;
    for (int thread = 0; thread < THREADS_MAX; thread++) {
        const struct last *last = &lasts[thread][here];
        if (thread != self->number &&
            !clock_knows(&self->known, thread, stores ? last->access : last->store))
            contended |= (uint64_t)1 << here;
    }
    struct last *mine = &lasts[self->number][here];
    mine->access = self->known.at[self->number];
    if (stores)
        mine->store = mine->access;
}

void weak_access(uintptr_t address, int order, bool loads, bool stores)
{
    int here = number_of(address), thread = self->number;
    if (order != __ATOMIC_SEQ_CST)
        state_depends(ON_ORDERS);
    if (here < 0)
        return;
    for (int i = 0; i < location_count; i++) {
        const struct past *first = &pasts[thread][i];
        if (!first->accessed || i == here)
            continue;
        pairs[thread][i] |= (uint64_t)1 << here;
        if (!in_order(first, order, loads, stores))
            delays[thread][i] |= (uint64_t)1 << here;
    }
    pasts[thread][here] = (struct past){
        .accessed = true,
        .kept = loads && acquires(order),
        .loads = loads,
        .strong = order == __ATOMIC_SEQ_CST,
    };
}

void weak_fence(int order)
{
    state_depends(ON_ORDERS);
    for (int i = 0; i < location_count; i++) {
        struct past *past = &pasts[self->number][i];
        past->kept |= order == __ATOMIC_SEQ_CST || (past->loads && acquires(order));
    }
}

uint64_t weak_hash(uint64_t hash)
{
    for (int thread = 0; thread < thread_count; thread++)
        for (int i = 0; i < location_count; i++) {
            const struct past *past = &pasts[thread][i];
            hash = hash_word(hash, (uint64_t)past->accessed | (uint64_t)past->kept << 1 |
                                       (uint64_t)past->loads << 2 |
                                       (uint64_t)past->strong << 3);
        }
    return hash;
}

void weak_assume_contended(void)
{
    contended = ~(uint64_t)0;
}

/* From `from` to `to` by pairs of threads other than `except`. */
static bool leads_to(int from, int to, int except)
{
    uint64_t reached = (uint64_t)1 << from;
    for (uint64_t before = 0; before != reached;) {
        before = reached;
        for (int thread = 0; thread < THREADS_MAX; thread++)
            for (int i = 0; thread != except && i < location_count; i++)
                if (before >> i & 1)
                    reached |= pairs[thread][i] & contended;
    }
    return reached >> to & 1;
}

bool weak_matters(uintptr_t *first, uintptr_t *second)
{
    *first = *second = 0;
    for (int thread = 0; thread < THREADS_MAX; thread++)
        for (int a = 0; a < location_count; a++)
            for (int b = 0; b < location_count; b++) {
                if (!(contended >> a & contended >> b & 1) ||
                    !(delays[thread][a] >> b & 1) || !leads_to(b, a, thread))
                    continue;
                *first = locations[a];
                *second = locations[b];
                return true;
            }
    return overflow;
}
