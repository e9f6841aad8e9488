/* The hash table from page numbers to dense ids.
 *
 * Linear probing, at most three quarters full; the hash is Fibonacci's
 * multiplication, whose upper bits pick the slot. The slot of a reference some
 * steps ahead is fetched early, since for large traces the table does not fit
 * into the caches.
 */
#include "vmsim/pages.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "labs/kit/error.h"

enum { FIRST_BITS = 12, AHEAD = 32, HUGE_BITS = 21 };

static inline size_t slot_of(const struct pages *pages, uint64_t number)
{
    return (size_t)(number * 0x9e3779b97f4a7c15 >> pages->shift);
}

static inline size_t slot_count(const struct pages *pages)
{
    return (size_t)1 << (64 - pages->shift);
}

/* How many pages fit before the table grows. */
static inline size_t room(const struct pages *pages)
{
    return slot_count(pages) / 4 * 3;
}

/* The slot of a number, or the free one where it belongs. */
static inline __attribute__((always_inline)) struct page_slot *find(
    const struct pages *pages, uint64_t number, bool wide)
{
    size_t slot = slot_of(pages, number);
    for (;; slot = (slot + 1) & (slot_count(pages) - 1)) {
        struct page_slot *at = &pages->slots[slot];
        if (!at->id || (at->tag == (uint32_t)number &&
                        (!wide || pages->numbers[at->id - 1] == number)))
            return at;
    }
}

/* Zeroed, and in huge pages where the kernel has them: fewer misses of the TLB. */
static struct page_slot *new_slots(size_t count)
{
    size_t bytes = count * sizeof(struct page_slot);
    size_t align = (size_t)1 << HUGE_BITS;
    if (bytes < align)
        return xcalloc(count, sizeof(struct page_slot));
    struct page_slot *slots = NULL;
    if (posix_memalign((void **)&slots, align, bytes) != 0)
        die(STATUS_HOST, "no memory is left for the table of pages (%zu MB)",
            bytes >> 20);
    madvise(slots, bytes, MADV_HUGEPAGE);
    for (size_t i = 0; i < count; i++)
        slots[i] = (struct page_slot){0};
    return slots;
}

static void grow(struct pages *pages)
{
    pages->shift = pages->slots ? pages->shift - 1 : 64 - FIRST_BITS;
    free(pages->slots);
    pages->slots = new_slots(slot_count(pages));
    for (uint32_t id = 0; id < pages->count; id++) {
        uint64_t number = pages->numbers[id];
        *find(pages, number, true) = (struct page_slot){id + 1, (uint32_t)number};
    }
    pages->numbers_size = room(pages);
    pages->numbers =
        xreallocarray(pages->numbers, pages->numbers_size, sizeof *pages->numbers);
}

static uint32_t add(struct pages *pages, struct page_slot *slot, uint64_t number)
{
    if (pages->count == pages->numbers_size) {
        grow(pages);
        slot = find(pages, number, true);
    }
    pages->numbers[pages->count] = number;
    *slot = (struct page_slot){++pages->count, (uint32_t)number};
    return pages->count - 1;
}

static inline __attribute__((always_inline)) void number_all(struct pages *pages,
                                                             const uint64_t *numbers,
                                                             size_t count, uint32_t *ids,
                                                             bool wide)
{
    for (size_t i = 0; i < count; i++) {
        if (i + AHEAD < count)
            __builtin_prefetch(&pages->slots[slot_of(pages, numbers[i + AHEAD])]);
        struct page_slot *slot = find(pages, numbers[i], wide);
        ids[i] = slot->id ? slot->id - 1 : add(pages, slot, numbers[i]);
    }
}

void pages_number(struct pages *pages, const uint64_t *numbers, size_t count,
                  uint32_t *ids)
{
    uint64_t all = 0;
    if (!pages->slots)
        grow(pages);
    for (size_t i = 0; i < count; i++)
        all |= numbers[i];
    pages->wide = pages->wide || all >> 32;
    if (pages->wide)
        number_all(pages, numbers, count, ids, true);
    else
        number_all(pages, numbers, count, ids, false);
}

void pages_free(struct pages *pages)
{
    free(pages->slots);
    free(pages->numbers);
    *pages = (struct pages){0};
}

uint64_t pages_bytes(uint64_t count)
{
    uint64_t slots = (uint64_t)1 << FIRST_BITS;
    while (slots / 4 * 3 < count)
        slots *= 2;
    return slots * sizeof(struct page_slot) + count * sizeof(uint64_t);
}
