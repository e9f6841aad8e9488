/* The race detector: see the header.
 *
 * Memory is looked at in granules of eight bytes, which hash to a list of accesses.
 * Tables are emptied by counting up a generation, so a run pays for what it touches.
 */
#include "threads/explore/runtime/race.h"

#include "threads/explore/runtime/atomic_order.h"
#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/hash.h"
#include "threads/explore/runtime/object.h"

enum {
    GRANULE = 8,
    CELL_BITS = 18,
    CELLS = 1 << CELL_BITS,
    RECORDS = 1 << 20,
};

struct record {
    uint8_t thread, bytes, kind;
    uint32_t when; /* on the thread's own clock */
    uint32_t next; /* 0 ends the list */
    uintptr_t pc;
};

struct cell {
    uintptr_t granule;
    uint32_t generation;
    uint32_t first;
};

bool race_off OURS;
OURS static struct cell *cells;
OURS static struct record *records;
OURS static uint32_t *in_use; /* the cells of this run */
OURS static uint32_t generation, cells_used, records_used;

void race_reset(void)
{
    if (!cells) {
        cells = ours_allocate(CELLS * sizeof *cells);
        records = ours_allocate((RECORDS + 1) * sizeof *records);
        in_use = ours_allocate((CELLS / 2 + 1) * sizeof *in_use);
    }
    generation++;
    cells_used = 0;
    records_used = 1;
}

static struct cell *cell_of(uintptr_t granule)
{
    uint64_t place = (granule * 0x9e3779b97f4a7c15) >> (64 - CELL_BITS);
    for (;; place = (place + 1) % CELLS) {
        struct cell *cell = &cells[place];
        if (cell->generation == generation && cell->granule == granule)
            return cell;
        if (cell->generation != generation) {
            if (cells_used == CELLS / 2)
                run_refuse(0, "the program touches more than %d KiB of shared memory",
                           CELLS / 2 * GRANULE / 1024);
            in_use[cells_used++] = (uint32_t)place;
            *cell = (struct cell){granule, generation, 0};
            return cell;
        }
    }
}

static const char *verb(unsigned kind)
{
    return kind & ACCESS_FREE     ? "frees"
           : kind & ACCESS_ATOMIC ? "atomically touches"
           : kind & ACCESS_WRITE  ? "writes"
                                  : "reads";
}

static void report(const struct record *earlier, uintptr_t address, unsigned kind,
                   uintptr_t pc)
{
    bool freed = (earlier->kind | kind) & ACCESS_FREE;
    run_fail(freed ? KIND_HEAP_FREED : KIND_DATA_RACE, pc,
             "thread %d %s %p at %p, and thread %d %s it at %p: nothing orders the two",
             earlier->thread, verb(earlier->kind), (void *)address, (void *)earlier->pc,
             self->number, verb(kind), (void *)pc);
}

static bool races(const struct record *earlier, unsigned bytes, unsigned kind)
{
    return (earlier->bytes & bytes) && ((earlier->kind | kind) & ACCESS_WRITE) &&
           !(earlier->kind & kind & ACCESS_ATOMIC) && earlier->thread != self->number &&
           !clock_knows(&self->known, earlier->thread, earlier->when);
}

/* The new access stands for the earlier one: whatever races with that one races
 * with this one too. */
static bool covered(const struct record *earlier, unsigned bytes, unsigned kind)
{
    bool before = earlier->thread == self->number ||
                  clock_knows(&self->known, earlier->thread, earlier->when);
    bool stronger = (kind & ACCESS_WRITE) >= (earlier->kind & ACCESS_WRITE) &&
                    (kind & ACCESS_ATOMIC) <= (earlier->kind & ACCESS_ATOMIC);
    return before && stronger && !(earlier->bytes & ~bytes);
}

static void touch(uintptr_t granule, unsigned bytes, unsigned kind, uintptr_t pc)
{
    struct cell *cell = cell_of(granule);
    uint32_t *link = &cell->first;
    while (*link) {
        struct record *earlier = &records[*link];
        if (races(earlier, bytes, kind))
            report(earlier, granule * GRANULE + (unsigned)__builtin_ctz(bytes), kind, pc);
        if (covered(earlier, bytes, kind))
            *link = earlier->next;
        else
            link = &earlier->next;
    }
    if (records_used > RECORDS)
        run_refuse(pc, "a run has more than %d accesses to remember", RECORDS);
    records[records_used] = (struct record){
        (uint8_t)self->number,        (uint8_t)bytes, (uint8_t)kind,
        self->known.at[self->number], cell->first,    pc,
    };
    cell->first = records_used++;
}

void race_access(uintptr_t address, size_t size, unsigned kind, uintptr_t pc)
{
    uintptr_t end = address + size;
    for (uintptr_t granule = address / GRANULE; granule * GRANULE < end; granule++) {
        uintptr_t start = granule * GRANULE;
        unsigned bytes = 0xff;
        if (address > start)
            bytes &= 0xffU << (address - start);
        if (end < start + GRANULE)
            bytes &= 0xffU >> (start + GRANULE - end);
        touch(granule, bytes & 0xff, kind, pc);
    }
}

/* The thread has released nothing since. */
static bool is_open(const struct record *record)
{
    return record->when == threads[record->thread].known.at[record->thread];
}

/* Who and what knows of the access: one bit each. */
static uint64_t hash_of_knowing(const struct record *record)
{
    uint64_t hash = order_knows(record->thread, record->when);
    for (int i = 0; i < thread_count; i++) {
        const struct thread *thread = &threads[i];
        hash = hash << 2 | clock_knows(&thread->known, record->thread, record->when) |
               (unsigned)clock_knows(&thread->fence_release, record->thread, record->when)
                   << 1;
        hash ^= clock_knows(&thread->fence_acquire, record->thread, record->when)
                    ? hash_word(7, (uint64_t)i)
                    : 0;
        if (i % 16 == 15)
            hash = hash_word(hash, 0);
    }
    for (int i = 0; i < objects_count(); i++) {
        const struct object *object = objects_at(i);
        unsigned knows =
            clock_knows(&object->released, record->thread, record->when) |
            (unsigned)clock_knows(&object->readers, record->thread, record->when) << 1;
        hash += object->address && knows ? hash_word(object->address, knows) : 0;
    }
    return hash;
}

uint64_t race_hash(uint64_t hash, bool clocks)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < cells_used; i++) {
        const struct cell *cell = &cells[in_use[i]];
        for (uint32_t at = cell->first; at; at = records[at].next) {
            const struct record *record = &records[at];
            unsigned what = (unsigned)record->thread << 16 |
                            (unsigned)record->bytes << 8 | record->kind;
            if (clocks)
                sum += hash_word(hash_word(cell->granule, what), hash_of_knowing(record));
            else if (is_open(record))
                sum += hash_word(cell->granule, what);
        }
    }
    return hash_word(hash, sum);
}

bool race_is_near(const struct thread *thread, const struct touch *touch)
{
    uintptr_t end = touch->address + touch->size;
    for (uint32_t i = 0; touch->mode && i < cells_used; i++) {
        const struct cell *cell = &cells[in_use[i]];
        uintptr_t start = cell->granule * GRANULE;
        if (start >= end || start + GRANULE <= touch->address)
            continue;
        for (uint32_t at = cell->first; at; at = records[at].next)
            if (records[at].thread == thread->number && is_open(&records[at]))
                return true;
    }
    return false;
}

/* Clocks are zero beyond the threads that there are. */

void race_release(struct vector_clock *published)
{
    clock_copy(published, &self->known, thread_count);
    self->known.at[self->number]++;
}

void race_release_also(struct vector_clock *published)
{
    clock_join(published, &self->known, thread_count);
    self->known.at[self->number]++;
}

void race_acquire(const struct vector_clock *published)
{
    clock_join(&self->known, published, thread_count);
}
