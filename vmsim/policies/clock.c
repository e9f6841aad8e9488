/* CLOCK: FIFO with a second chance, as kernels do it.
 *
 * The frames stand in a circle, and a hand points at one. A hit only sets
 * the frame's reference bit, which the processor does by itself. To find a
 * victim the hand moves on: where the bit is set it clears it, and where
 * the bit is clear it stops. F. J. Corbató, "A paging experiment with the
 * Multics system", 1968.
 *
 * With bits=N a hit counts up to 2^N - 1 and the hand counts down. The bit
 * of a page that was just loaded is set, since the load was a reference;
 * insert=0 leaves it clear, as some simulators do (there it is called
 * FIFO-reinsertion).
 */
#include <stdio.h>
#include <string.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"

/* Positions in the table of parameters. */
enum { CLOCK_BITS, CLOCK_INSERT };

static const struct policy_parameter clock_parameters[] = {
    [CLOCK_BITS] = {"bits", "bits of the reference counter", 1, 8, 1,
                    NULL},
    [CLOCK_INSERT] = {"insert", "the counter after a load", 0, 1, 1, NULL},
    {0},
};

/* `started` and `passed` tell why() about the last search: where the hand
 * stood, and how many frames it passed (UINT32_MAX: at least so many). */
struct clock {
    uint32_t frames, hand;
    uint32_t started, passed;
    uint8_t most, insert;
    uint8_t bits[]; /* by frame */
};

static size_t clock_bytes(const struct policy_setup *setup)
{
    return sizeof(struct clock) + setup->frames;
}

static void clock_init(void *self, const struct policy_setup *setup)
{
    struct clock *clock = self;
    clock->frames = setup->frames;
    clock->most = (uint8_t)((1u << setup->values[CLOCK_BITS]) - 1);
    clock->insert = (uint8_t)setup->values[CLOCK_INSERT];
}

static inline void clock_hit(void *self, uint32_t frame,
                             const struct reference *reference)
{
    struct clock *clock = self;
    (void)reference;
    /* Without a branch, which the processor would guess wrong. */
    uint8_t bits = clock->bits[frame];
    clock->bits[frame] = (uint8_t)(bits + (bits < clock->most));
}

static inline uint32_t clock_advance(const struct clock *clock,
                                     uint32_t hand)
{
    return hand + 1 < clock->frames ? hand + 1 : 0;
}

/* Counts down the counters before the first 0 of eight; returns how many.
 * A word at a time, since where a loop would end is hard to guess. None of
 * those bytes is 0, so none borrows from the next one; the first is the
 * lowest of the word. */
static inline uint32_t clock_pass(uint8_t *bits)
{
    const uint64_t ones = 0x0101010101010101;
    uint64_t word, passed = ones;
    memcpy(&word, bits, sizeof word);
    uint64_t zero = (word - ones) & ~word & ones << 7;
    int count = zero ? __builtin_ctzll(zero) / 8 : 8;
    if (count < 8)
        passed = ones & ((1ull << count * 8) - 1);
    word -= passed;
    memcpy(bits, &word, sizeof word);
    return (uint32_t)count;
}

static inline uint32_t clock_victim(void *self,
                                    const struct reference *reference)
{
    struct clock *clock = self;
    (void)reference;
    uint32_t hand = clock->hand, frames = clock->frames, step, most;
    uint64_t passed = 0;
    clock->started = hand;
    do {
        most = frames - hand < 8 ? 1 : 8;
        if (most == 8) {
            step = clock_pass(&clock->bits[hand]);
        } else {
            step = clock->bits[hand] > 0;
            clock->bits[hand] -= (uint8_t)step;
        }
        passed += step;
        hand = hand + step < frames ? hand + step : 0;
    } while (step == most);
    clock->passed = passed < UINT32_MAX ? (uint32_t)passed : UINT32_MAX;
    clock->hand = clock_advance(clock, hand);
    return hand;
}

static inline void clock_load(void *self, uint32_t frame,
                              const struct reference *reference)
{
    struct clock *clock = self;
    (void)reference;
    clock->bits[frame] = clock->insert;
}

static void clock_mark(const void *self, uint32_t frame,
                       struct frame_mark *mark)
{
    const struct clock *clock = self;
    mark->bits = clock->bits[frame];
    mark->hand = clock->hand == frame;
}

static void clock_why(const void *self, uint32_t victim,
                      const struct page_facts *left, char *text,
                      size_t size)
{
    const struct clock *clock = self;
    unsigned long long page = left->number;
    bool counter = clock->most > 1;
    /* With insert=0 the hand need not have come by since the load. */
    bool untouched = clock->insert == 0 && left->used == left->loaded;
    if (clock->passed == 0)
        snprintf(text, size,
                 "The hand stands at frame %u, and its %s is 0: page %llu "
                 "was not used %s.",
                 victim, counter ? "counter" : "bit", page,
                 untouched ? "again after it was loaded"
                           : "since the hand came by");
    else
        snprintf(text, size,
                 "The hand starts at frame %u, %s %u %s%s on its way, and "
                 "stops at frame "
                 "%u, which has 0: page %llu.",
                 clock->started, counter ? "counts down" : "clears",
                 clock->passed, counter ? "time" : "bit",
                 clock->passed == 1 ? "" : "s", victim, page);
}

static void clock_run(struct memory *memory,
                      const struct references *references);

const struct policy_type policy_clock = {
    .name = "clock",
    .title = "CLOCK",
    .summary = "a hand goes round and evicts the first page not used "
               "since it last came by",
    .rule = "From the hand on: clear every set bit, and stop at the first "
            "clear one.",
    .source = "Corbató: A paging experiment with the Multics system, 1968",
    .cost = "1 byte a frame; a hit sets a bit, a fault moves the hand",
    .pseudocode = "hit(page):\n"
                  "    bit[page] = 1\n"
                  "fault(page):\n"
                  "    if memory is full:\n"
                  "        while bit[page at the hand] is 1:\n"
                  "            set it to 0 and move the hand on\n"
                  "        evict the page at the hand; move the hand on\n"
                  "    bit[page] = insert\n",
    .example = "1,2,3,1,4,1,5",
    .example_frames = 3,
    .parameters = clock_parameters,
    .bytes = clock_bytes,
    .init = clock_init,
    .hit = clock_hit,
    .victim = clock_victim,
    .load = clock_load,
    .mark = clock_mark,
    .why = clock_why,
    .run = clock_run,
};

MEMORY_LOOP(clock_run, policy_clock)
