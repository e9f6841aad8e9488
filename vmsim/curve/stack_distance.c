/* Every use of a page gets the next slot of a long row, and marks it; the mark of its
 * use before is taken away. So the marks are the pages in the order of their last
 * uses, and the distance is the number of marks from that of the page on.
 *
 * That number is all marks less those before the page's. The marks before a slot are
 * counted in levels, each telling how many there are between the start of its row and
 * this place:
 *
 *   bits     64 slots to a word
 *   words    32 to a row, before this word     uint16_t    (2 048 slots a row)
 *   rows     32 to a plane, before this row    uint32_t    (65 536 slots a plane)
 *   planes   64 to a block, before this one    uint32_t    (4 194 304 slots a block)
 *   blocks   before this block                 uint32_t
 *
 * To look a number up takes one place of each level. To take a mark away subtracts
 * one from all later places of its row, its plane, its block: a few vectors. New marks
 * are at the end, where nothing comes later, so they cost nothing; a place that is
 * entered for the first time is set to all marks that there are.
 *
 * When the slots are used up, the marks move together at the front, in their order.
 * There are two slots per page at least, so that this happens seldom.
 */
#include "vmsim/curve/stack_distance.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/error.h"
#include "vmsim/tables.h"

enum {
    WORD = 64,
    ROW_WORDS = 32,
    PLANE_ROWS = 32,
    BLOCK_PLANES = 64,
    ROW = WORD * ROW_WORDS,
    PLANE = ROW * PLANE_ROWS,
    BLOCK = PLANE * BLOCK_PLANES,
    SLOTS_PER_PAGE = 2,
    AHEAD = 24, /* pages whose last use is fetched early */
    NEAR = 8,   /* and, once that is here, what is looked up with it */
};

struct stack_distance {
    uint64_t *bits;
    uint16_t *words;
    uint32_t *rows, *planes, *blocks;
    uint32_t slots, now; /* slots in all, and the one that is next */
    uint32_t marks;      /* one per page */
    uint32_t *page_of;   /* by slot, where there is a mark */
    uint32_t *last;      /* by page: its slot plus 1; 0: not used yet */
    uint32_t last_size;
};

/* sixteen-byte vectors, which every processor has; may_alias and packed, since they
 * lie anywhere in arrays of numbers */
typedef uint16_t vector16 __attribute__((vector_size(16), aligned(2), may_alias));
typedef uint32_t vector32 __attribute__((vector_size(16), aligned(4), may_alias));

/* Zeros, then ones: a window that begins at SIZE - 1 - i is 1 behind place i. */
static const uint16_t steps16[2 * ROW_WORDS] = {
#define ONES8 1, 1, 1, 1, 1, 1, 1, 1
    [ROW_WORDS] = ONES8, ONES8, ONES8, ONES8};
static const uint32_t steps32[2 * BLOCK_PLANES] = {
    [BLOCK_PLANES] = ONES8, ONES8, ONES8, ONES8, ONES8, ONES8, ONES8, ONES8};

static inline void subtract_behind16(uint16_t *row, uint32_t place)
{
    const uint16_t *steps = steps16 + ROW_WORDS - 1 - place;
    for (size_t i = 0; i < ROW_WORDS; i += 8)
        *(vector16 *)(row + i) -= *(const vector16 *)(steps + i);
}

static inline void subtract_behind32(uint32_t *row, uint32_t place, uint32_t size)
{
    const uint32_t *steps = steps32 + BLOCK_PLANES - 1 - place;
    for (size_t i = 0; i < size; i += 4)
        *(vector32 *)(row + i) -= *(const vector32 *)(steps + i);
}

static uint32_t round_up(uint64_t value, uint32_t unit)
{
    return (uint32_t)((value + unit - 1) / unit * unit);
}

static const char what[] = "LRU's stack";

static void *resized(void *memory, size_t count, size_t size)
{
    free(memory);
    return table_new(count, size, what);
}

/* Slots for so many pages; what the levels hold is lost. */
static void resize_levels(struct stack_distance *self, uint32_t marks)
{
    uint64_t wanted = (uint64_t)marks * SLOTS_PER_PAGE;
    self->slots =
        round_up(wanted > UINT32_MAX - BLOCK ? UINT32_MAX - BLOCK : wanted + 1, PLANE);
    uint32_t blocks = round_up(self->slots, BLOCK) / BLOCK;
    self->bits = resized(self->bits, self->slots / WORD, sizeof *self->bits);
    self->words = resized(self->words, self->slots / WORD, sizeof *self->words);
    self->rows = resized(self->rows, self->slots / ROW, sizeof *self->rows);
    self->planes =
        resized(self->planes, (size_t)blocks * BLOCK_PLANES, sizeof *self->planes);
    self->blocks = resized(self->blocks, blocks, sizeof *self->blocks);
}

/* The pages of all marks, in order, at the front of page_of. */
static void gather(struct stack_distance *self)
{
    uint32_t to = 0;
    for (uint32_t word = 0; word * WORD < self->now; word++)
        for (uint64_t bits = self->bits[word]; bits; bits &= bits - 1) {
            uint32_t slot = word * WORD + (uint32_t)__builtin_ctzll(bits);
            uint32_t page = self->page_of[slot];
            self->page_of[to] = page;
            self->last[page] = ++to;
        }
}

/* All slots below `marks` have a mark. */
static void fill_levels(struct stack_distance *self)
{
    uint32_t marks = self->marks;
    memset(self->bits, 0, self->slots / WORD * sizeof *self->bits);
    memset(self->bits, 0xff, marks / WORD * sizeof *self->bits);
    if (marks % WORD)
        self->bits[marks / WORD] = ~0ull >> (WORD - marks % WORD);
    for (uint32_t i = 0; i * WORD < marks; i++)
        self->words[i] = (uint16_t)(i % ROW_WORDS * WORD);
    for (uint32_t i = 0; i * ROW < marks; i++)
        self->rows[i] = i % PLANE_ROWS * ROW;
    for (uint32_t i = 0; i * PLANE < marks; i++)
        self->planes[i] = i % BLOCK_PLANES * PLANE;
    for (uint32_t i = 0; (uint64_t)i * BLOCK < marks; i++)
        self->blocks[i] = i * BLOCK;
    self->now = marks;
}

static void enter_word(struct stack_distance *self);

static void compact(struct stack_distance *self)
{
    gather(self);
    if ((uint64_t)self->marks * SLOTS_PER_PAGE > self->slots) {
        /* More than is needed now, since it grows. */
        resize_levels(self, self->marks + self->marks / 4);
        self->page_of =
            table_resize(self->page_of, self->slots, sizeof *self->page_of, what);
    }
    fill_levels(self);
    if (self->now % WORD == 0)
        enter_word(self);
}

/* The first slot of a word is next: what stands before it is all that there is. */
static void enter_word(struct stack_distance *self)
{
    uint32_t slot = self->now, before = self->marks;
    if (slot % BLOCK == 0)
        self->blocks[slot / BLOCK] = before;
    before -= self->blocks[slot / BLOCK];
    if (slot % PLANE == 0)
        self->planes[slot / PLANE] = before;
    before -= self->planes[slot / PLANE];
    if (slot % ROW == 0)
        self->rows[slot / ROW] = before;
    before -= self->rows[slot / ROW];
    self->words[slot / WORD] = (uint16_t)before;
}

/* Marks in the slots up to and with this one. */
static inline uint32_t rank(const struct stack_distance *self, uint32_t slot)
{
    uint64_t upto = self->bits[slot / WORD] << (WORD - 1 - slot % WORD);
    return self->blocks[slot / BLOCK] + self->planes[slot / PLANE] +
           self->rows[slot / ROW] + self->words[slot / WORD] +
           (uint32_t)__builtin_popcountll(upto);
}

static inline void take_away(struct stack_distance *self, uint32_t slot)
{
    self->bits[slot / WORD] &= ~(1ull << slot % WORD);
    self->marks--;
    uint32_t row = slot / ROW, plane = slot / PLANE, block = slot / BLOCK;
    subtract_behind16(self->words + (size_t)row * ROW_WORDS, slot / WORD % ROW_WORDS);
    subtract_behind32(self->rows + (size_t)plane * PLANE_ROWS, row % PLANE_ROWS,
                      PLANE_ROWS);
    subtract_behind32(self->planes + (size_t)block * BLOCK_PLANES, plane % BLOCK_PLANES,
                      BLOCK_PLANES);
    for (uint32_t i = block + 1; i <= self->now / BLOCK; i++)
        self->blocks[i]--;
}

static inline void put_mark(struct stack_distance *self, uint32_t page)
{
    uint32_t slot = self->now++;
    self->bits[slot / WORD] |= 1ull << slot % WORD;
    self->page_of[slot] = page;
    self->last[page] = slot + 1;
    self->marks++;
    if (self->now % WORD == 0 && self->now < self->slots)
        enter_word(self);
}

static inline uint32_t reference(struct stack_distance *self, uint32_t page)
{
    uint32_t last = self->last[page], distance = 0;
    if (last && last == self->now)
        return 1;
    if (self->now == self->slots) {
        compact(self);
        last = self->last[page];
    }
    if (last) {
        distance = self->marks - rank(self, last - 1) + 1;
        take_away(self, last - 1);
    }
    put_mark(self, page);
    return distance;
}

/* The pages of this batch may be new. */
static void make_room(struct stack_distance *self, const uint32_t *pages, size_t count)
{
    uint32_t most = 0;
    for (size_t i = 0; i < count; i++)
        most = pages[i] > most ? pages[i] : most;
    if (most < self->last_size)
        return;
    uint32_t size = most < UINT32_MAX / 2 ? most + most / 4 + 1024 : UINT32_MAX;
    self->last = table_resize(self->last, size, sizeof *self->last, what);
    memset(self->last + self->last_size, 0,
           (size_t)(size - self->last_size) * sizeof *self->last);
    self->last_size = size;
}

static inline void fetch(const struct stack_distance *self, uint32_t page)
{
    uint32_t slot = self->last[page];
    __builtin_prefetch(&self->bits[slot / WORD], 1);
    __builtin_prefetch(&self->words[(size_t)(slot / ROW) * ROW_WORDS], 1);
}

void stack_distance_run(struct stack_distance *self, const uint32_t *pages, size_t count,
                        uint32_t *distances)
{
    make_room(self, pages, count);
    for (size_t i = 0; i < count; i++) {
        if (i + AHEAD < count) {
            __builtin_prefetch(&self->last[pages[i + AHEAD]], 1);
            fetch(self, pages[i + NEAR]);
        }
        distances[i] = reference(self, pages[i]);
    }
}

uint32_t stack_distance_pages(const struct stack_distance *self)
{
    return self->marks;
}

struct stack_distance *stack_distance_new(void)
{
    struct stack_distance *self = xcalloc(1, sizeof *self);
    resize_levels(self, PLANE / SLOTS_PER_PAGE - 1);
    self->page_of = table_resize(NULL, self->slots, sizeof *self->page_of, what);
    return self;
}

void stack_distance_free(struct stack_distance *self)
{
    if (!self)
        return;
    free(self->bits);
    free(self->words);
    free(self->rows);
    free(self->planes);
    free(self->blocks);
    free(self->page_of);
    free(self->last);
    free(self);
}
