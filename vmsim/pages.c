/* The hash table from page numbers to dense ids.
 *
 * Linear probing, at most four fifths full. The hash is Fibonacci's multiplication, of
 * which as many parts as there are slots are made, so that there can be any number of
 * them. The slot of a reference some steps ahead is fetched early, since for large
 * traces the table does not fit into the caches.
 *
 * A large table grows by a quarter, in its place, so that a page never costs more than
 * 12.5 bytes, and nothing beside them while it grows. A slot's number moves up when
 * there are more slots, and those of neighbours stay neighbours, so one pass from the
 * end to the beginning is enough, and it is sequential.
 */
#include "vmsim/pages.h"

#include <stdlib.h>
#include <string.h>

#include "vmsim/tables.h"

enum { FIRST_SLOTS = 1 << 12, DOUBLE_UNTIL = 1 << 20, AHEAD = 32 };

static const char what[] = "the table of pages";

static inline size_t slot_of(const struct pages *pages, uint64_t number)
{
    uint64_t hash = number * 0x9e3779b97f4a7c15;
    return (size_t)((unsigned __int128)hash * pages->size >> 64);
}

/* The slot of a number, or the free one where it belongs. */
static inline __attribute__((always_inline)) struct page_slot *find(
    const struct pages *pages, uint64_t number, bool wide)
{
    for (size_t slot = slot_of(pages, number);; slot++) {
        if (slot == pages->size)
            slot = 0;
        struct page_slot *at = &pages->slots[slot];
        if (!at->id || (at->tag == (uint32_t)number &&
                        (!wide || pages->numbers[at->id - 1] == number)))
            return at;
    }
}

static uint64_t number_in(const struct pages *pages, struct page_slot slot)
{
    return pages->wide ? pages->numbers[slot.id - 1] : slot.tag;
}

/* Slots that cannot be placed before the others are. */
struct late {
    struct page_slot *slots;
    size_t count, size;
};

static void put_off(struct late *late, struct page_slot slot)
{
    if (late->count == late->size) {
        late->size = late->size * 2 + 64;
        late->slots = table_resize(late->slots, late->size, sizeof *late->slots, what);
    }
    late->slots[late->count++] = slot;
}

/* What is behind `from` has been placed already. What belongs before it, or would be
 * pushed over the end to the beginning, is late. */
static void place(struct pages *pages, size_t from, struct late *late)
{
    struct page_slot moved = pages->slots[from];
    pages->slots[from] = (struct page_slot){0};
    size_t to = slot_of(pages, number_in(pages, moved));
    if (to <= from) {
        put_off(late, moved);
        return;
    }
    while (to < pages->size && pages->slots[to].id)
        to++;
    if (to == pages->size)
        put_off(late, moved);
    else
        pages->slots[to] = moved;
}

static void grow(struct pages *pages)
{
    struct late late = {0};
    size_t before = pages->size;
    pages->size = !before                 ? FIRST_SLOTS
                  : before < DOUBLE_UNTIL ? before * 2
                                          : before + before / 4;
    pages->room = pages->size / 5 * 4;
    pages->slots =
        table_grow(pages->slots, before, pages->size, sizeof *pages->slots, what);
    if (pages->wide)
        pages->numbers =
            table_resize(pages->numbers, pages->room, sizeof *pages->numbers, what);
    for (size_t from = before; from-- > 0;)
        if (pages->slots[from].id)
            place(pages, from, &late);
    for (size_t i = 0; i < late.count; i++)
        *find(pages, number_in(pages, late.slots[i]), pages->wide) = late.slots[i];
    free(late.slots);
}

static uint32_t add(struct pages *pages, struct page_slot *slot, uint64_t number)
{
    if (pages->count == pages->room) {
        grow(pages);
        slot = find(pages, number, pages->wide);
    }
    if (pages->wide)
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

/* Of narrow numbers: the tags are all there is to know. */
static void list(struct pages *pages, size_t room)
{
    pages->numbers = table_new(room, sizeof *pages->numbers, what);
    for (size_t i = 0; i < pages->size; i++)
        if (pages->slots[i].id)
            pages->numbers[pages->slots[i].id - 1] = pages->slots[i].tag;
}

void pages_number(struct pages *pages, const uint64_t *numbers, size_t count,
                  uint32_t *ids)
{
    uint64_t all = 0;
    if (!pages->slots)
        grow(pages);
    for (size_t i = 0; i < count; i++)
        all |= numbers[i];
    if (all >> 32 && !pages->wide) {
        list(pages, pages->room);
        pages->wide = true;
    }
    if (pages->wide)
        number_all(pages, numbers, count, ids, true);
    else
        number_all(pages, numbers, count, ids, false);
}

void pages_list(struct pages *pages)
{
    if (!pages->wide)
        list(pages, pages->count);
    table_drop(pages->slots, pages->size, sizeof *pages->slots);
    pages->slots = NULL;
}

void pages_free(struct pages *pages)
{
    if (pages->slots)
        table_drop(pages->slots, pages->size, sizeof *pages->slots);
    free(pages->numbers);
    *pages = (struct pages){0};
}

uint64_t pages_bytes(const struct pages *pages)
{
    return pages->size * sizeof *pages->slots +
           (pages->wide ? pages->count * sizeof *pages->numbers : 0);
}
