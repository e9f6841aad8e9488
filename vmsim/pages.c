/* The hash table from page numbers to dense ids.
 *
 * Linear probing, at most half full; the hash is Fibonacci's multiplication,
 * whose upper bits pick the slot. The slot of a reference some steps ahead is
 * fetched early, since for large traces the table does not fit into the caches.
 */
#include "vmsim/pages.h"

#include <stdlib.h>

#include "labs/kit/error.h"

enum { FIRST_BITS = 12, AHEAD = 16 };

static inline size_t slot_of(const struct pages *pages, uint64_t number)
{
    return (size_t)(number * 0x9e3779b97f4a7c15 >> pages->shift);
}

static inline size_t slot_count(const struct pages *pages)
{
    return (size_t)1 << (64 - pages->shift);
}

static struct page_slot *find(const struct pages *pages, uint64_t number)
{
    size_t slot = slot_of(pages, number);
    while (pages->slots[slot].id && pages->slots[slot].number != number)
        slot = (slot + 1) & (slot_count(pages) - 1);
    return &pages->slots[slot];
}

static void grow(struct pages *pages)
{
    pages->shift = pages->slots ? pages->shift - 1 : 64 - FIRST_BITS;
    free(pages->slots);
    pages->slots = xcalloc(slot_count(pages), sizeof *pages->slots);
    for (uint32_t id = 0; id < pages->count; id++)
        *find(pages, pages->numbers[id]) = (struct page_slot){pages->numbers[id], id + 1};
    pages->numbers_size = slot_count(pages) / 2;
    pages->numbers =
        xreallocarray(pages->numbers, pages->numbers_size, sizeof *pages->numbers);
}

static uint32_t add(struct pages *pages, struct page_slot *slot, uint64_t number)
{
    if (pages->count == pages->numbers_size) {
        grow(pages);
        slot = find(pages, number);
    }
    pages->numbers[pages->count] = number;
    *slot = (struct page_slot){number, ++pages->count};
    return pages->count - 1;
}

void pages_number(struct pages *pages, const uint64_t *numbers, size_t count,
                  uint32_t *ids)
{
    if (!pages->slots)
        grow(pages);
    for (size_t i = 0; i < count; i++) {
        if (i + AHEAD < count)
            __builtin_prefetch(&pages->slots[slot_of(pages, numbers[i + AHEAD])]);
        struct page_slot *slot = find(pages, numbers[i]);
        ids[i] = slot->id ? slot->id - 1 : add(pages, slot, numbers[i]);
    }
}

void pages_free(struct pages *pages)
{
    free(pages->slots);
    free(pages->numbers);
    *pages = (struct pages){0};
}
