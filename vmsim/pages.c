/* The hash table from page numbers to dense ids.
 *
 * Linear probing, at most four fifths full. The slot is the hash scaled down from 2^64 to
 * the number of slots, so that there can be any number of them. The slot of a reference
 * some steps ahead is fetched early, since for large traces the table does not fit into
 * the caches.
 *
 * The hash is Fibonacci's multiplication at first. It lays numbers that follow each other
 * out evenly, with fewer collisions than chance has, and real programs use such numbers.
 * But some steps bend it, and whoever knows the factor can write a trace that lands in
 * one slot; then each look-up walks through all pages. So new pages count the full slots
 * that they walk over. If there are many more than by chance, the table is laid out again
 * by a hash that mixes all bits, with a key that the kernel draws for this table. Ids do
 * not depend on either: they follow the order of the trace.
 *
 * A large table grows by a quarter, in its place, so that a page never costs more than
 * 12.5 bytes, and nothing beside them while it grows. A slot's number moves up when
 * there are more slots, and those of neighbours stay neighbours, so one pass from the
 * end to the beginning is enough, and it is sequential.
 */
#include "vmsim/pages.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "vmsim/tables.h"

enum { FIRST_SLOTS = 1 << 12, DOUBLE_UNTIL = 1 << 22, AHEAD = 32 };

/* By chance, a page walks over 12 full slots in a table that is four fifths full, and no
 * page of 20 million over 1 000. */
enum { WALK_MOST = 1 << 10, WALK_MEAN = 16, WALK_FREE = 1 << 14 };

static const char what[] = "the table of pages";

/* The lower half of a product knows the lower bits of both, the upper half the upper. */
static inline uint64_t fold(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t hash_of(const struct pages *pages, uint64_t number, bool mixed)
{
    if (mixed)
        number = fold(number ^ pages->key[0], pages->key[1]);
    return number * 0x9e3779b97f4a7c15;
}

static inline size_t slot_of(const struct pages *pages, uint64_t hash)
{
    return (size_t)((unsigned __int128)hash * pages->size >> 64);
}

static inline uint32_t tag_of(uint64_t number, uint64_t hash, bool wide)
{
    return (uint32_t)(wide ? hash ^ hash >> 32 : number);
}

/* The slot of a number, or the free one where it belongs. */
static inline __attribute__((always_inline)) struct page_slot *find(
    const struct pages *pages, uint64_t number, uint64_t hash, bool wide)
{
    uint32_t tag = tag_of(number, hash, wide);
    for (size_t slot = slot_of(pages, hash);; slot++) {
        if (slot == pages->size)
            slot = 0;
        struct page_slot *at = &pages->slots[slot];
        if (!at->id ||
            (at->tag == tag && (!wide || pages->numbers[at->id - 1] == number)))
            return at;
    }
}

static uint64_t number_in(const struct pages *pages, struct page_slot slot)
{
    return pages->wide ? pages->numbers[slot.id - 1] : slot.tag;
}

/* For a slot whose number is not in the table. */
static void put_back(struct pages *pages, struct page_slot slot)
{
    uint64_t number = number_in(pages, slot);
    uint64_t hash = hash_of(pages, number, pages->mixed);
    slot.tag = tag_of(number, hash, pages->wide);
    *find(pages, number, hash, pages->wide) = slot;
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
    uint64_t number = number_in(pages, moved);
    size_t to = slot_of(pages, hash_of(pages, number, pages->mixed));
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
    for (size_t from = before; from-- > 0;) {
        if (pages->wide && from >= AHEAD && pages->slots[from - AHEAD].id)
            __builtin_prefetch(&pages->numbers[pages->slots[from - AHEAD].id - 1]);
        if (pages->slots[from].id)
            place(pages, from, &late);
    }
    for (size_t i = 0; i < late.count; i++)
        put_back(pages, late.slots[i]);
    free(late.slots);
}

/* Lays the table out again. Without the kernel's help any key will do. */
static void mix(struct pages *pages)
{
    struct page_slot *before = pages->slots;
    pages->mixed = true;
    pages->key[0] = 0xa0761d6478bd642f;
    pages->key[1] = 0xe7037ed1a0b428db;
    (void)!getrandom(pages->key, sizeof pages->key, GRND_NONBLOCK);
    pages->key[1] |= 1ull << 63 | 1; /* a small or an even factor mixes little */
    pages->slots = table_grow(NULL, 0, pages->size, sizeof *pages->slots, what);
    for (size_t i = 0; i < pages->size; i++)
        if (before[i].id)
            put_back(pages, before[i]);
    table_drop(before, pages->size, sizeof *before);
}

/* A new page found its free slot. */
static inline bool is_crowded(struct pages *pages, const struct page_slot *slot,
                              uint64_t hash)
{
    size_t at = (size_t)(slot - pages->slots), home = slot_of(pages, hash);
    size_t walk = at >= home ? at - home : at + pages->size - home;
    pages->walked += walk;
    return walk > WALK_MOST ||
           pages->walked > (uint64_t)pages->count * WALK_MEAN + WALK_FREE;
}

static uint32_t add(struct pages *pages, struct page_slot *slot, uint64_t number,
                    uint64_t hash)
{
    if (pages->count == pages->room) {
        grow(pages);
        slot = find(pages, number, hash, pages->wide);
    }
    if (pages->wide)
        pages->numbers[pages->count] = number;
    *slot = (struct page_slot){++pages->count, tag_of(number, hash, pages->wide)};
    if (!pages->mixed && is_crowded(pages, slot, hash))
        mix(pages);
    return pages->count - 1;
}

static inline uint64_t fetch(const struct pages *pages, uint64_t number, bool mixed)
{
    uint64_t hash = hash_of(pages, number, mixed);
    __builtin_prefetch(&pages->slots[slot_of(pages, hash)]);
    return hash;
}

/* Returns how many it did: it ends early when the hash becomes another. */
static inline __attribute__((always_inline)) size_t number_some(struct pages *pages,
                                                                const uint64_t *numbers,
                                                                size_t count,
                                                                uint32_t *ids, bool wide,
                                                                bool mixed)
{
    uint64_t hashes[AHEAD]; /* of the next references */
    for (size_t i = 0; i < AHEAD && i < count; i++)
        hashes[i] = fetch(pages, numbers[i], mixed);
    for (size_t i = 0; i < count; i++) {
        uint64_t hash = hashes[i % AHEAD];
        if (i + AHEAD < count)
            hashes[i % AHEAD] = fetch(pages, numbers[i + AHEAD], mixed);
        struct page_slot *slot = find(pages, numbers[i], hash, wide);
        ids[i] = slot->id ? slot->id - 1 : add(pages, slot, numbers[i], hash);
        if (pages->mixed != mixed)
            return i + 1;
    }
    return count;
}

static size_t number_more(struct pages *pages, const uint64_t *numbers, size_t count,
                          uint32_t *ids)
{
    if (pages->mixed)
        return pages->wide ? number_some(pages, numbers, count, ids, true, true)
                           : number_some(pages, numbers, count, ids, false, true);
    return pages->wide ? number_some(pages, numbers, count, ids, true, false)
                       : number_some(pages, numbers, count, ids, false, false);
}

/* Of narrow numbers: the tags are all there is to know. */
static void list(struct pages *pages, size_t room)
{
    pages->numbers = table_new(room, sizeof *pages->numbers, what);
    for (size_t i = 0; i < pages->size; i++)
        if (pages->slots[i].id)
            pages->numbers[pages->slots[i].id - 1] = pages->slots[i].tag;
}

static void widen(struct pages *pages)
{
    list(pages, pages->room);
    pages->wide = true;
    for (size_t i = 0; i < pages->size; i++) {
        uint64_t number = pages->slots[i].tag;
        if (pages->slots[i].id)
            pages->slots[i].tag =
                tag_of(number, hash_of(pages, number, pages->mixed), true);
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
    if (all >> 32 && !pages->wide)
        widen(pages);
    for (size_t done = 0; done < count;)
        done += number_more(pages, numbers + done, count - done, ids + done);
}

void pages_list(struct pages *pages)
{
    if (!pages->wide)
        list(pages, pages->count);
    table_drop(pages->slots, pages->size, sizeof *pages->slots);
    pages->slots = NULL;
}

void pages_forget(struct pages *pages)
{
    uint32_t count = pages->count;
    pages_free(pages);
    pages->count = count;
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
