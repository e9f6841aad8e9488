/* W-TinyLFU: to come in, a page must have been used more often than the
 * victim.
 *
 * New pages go to a small LRU window. What falls out of it is a candidate
 * for the main part; if memory is full, it is compared with the main
 * part's victim, and the one that was used more often stays. How often is
 * estimated for all pages, also those long gone, in a sketch of small
 * counters: a page has four of them, which it shares with others, and the
 * least of the four is the estimate. After ten times as many uses as there
 * are frames all counters are halved, so that old fame fades. The main
 * part is a segmented LRU: a hit moves a page from probation to the
 * protected part. G. Einziger, R. Friedman, B. Manes, "TinyLFU: a highly
 * efficient cache admission policy", ACM Transactions on Storage 13(4),
 * 2017.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/directory.h"

enum { W_TINYLFU_WINDOW, W_TINYLFU_PROTECTED };

static const struct policy_parameter w_tinylfu_parameters[] = {
    [W_TINYLFU_WINDOW] = {"window", "size of the window in percent", 1, 99,
                          1, NULL},
    [W_TINYLFU_PROTECTED] = {"protected",
                             "its share of the main part in percent", 1,
                             99, 80, NULL},
    {0},
};

enum { WINDOW, PROBATION, PROTECTED };
enum { SKETCH_ROWS = 4, SKETCH_MOST = 15, SKETCH_SAMPLE = 10 };

/* Behind the directory comes the sketch: SKETCH_ROWS rows of 2^bits
 * counters, one byte each. */
struct w_tinylfu {
    uint32_t window, protected; /* sizes, at least 1 */
    uint32_t bits, additions;   /* additions since the last halving */
    uint8_t candidate, rival;   /* estimates, for why() */
    bool admitted, alone;       /* the same */
    struct directory d;
};

/* At least as many counters a row as there are frames. */
static inline uint32_t w_tinylfu_bits(uint32_t frames)
{
    uint32_t bits = 4;
    while (((uint64_t)1 << bits) < frames)
        bits++;
    return bits;
}

static inline uint8_t *w_tinylfu_sketch(struct w_tinylfu *lfu)
{
    return (uint8_t *)directory_table(&lfu->d);
}

static inline uint32_t w_tinylfu_part(uint64_t whole, uint64_t percent)
{
    uint64_t part = whole * percent / 100;
    return part ? (uint32_t)part : 1;
}

static size_t w_tinylfu_bytes(const struct policy_setup *setup)
{
    return sizeof(struct w_tinylfu) + directory_bytes(setup, 0) +
           ((size_t)SKETCH_ROWS << w_tinylfu_bits(setup->frames));
}

static void w_tinylfu_init(void *self, const struct policy_setup *setup)
{
    struct w_tinylfu *lfu = self;
    lfu->window =
        w_tinylfu_part(setup->frames, setup->values[W_TINYLFU_WINDOW]);
    lfu->protected = w_tinylfu_part(setup->frames - lfu->window,
                                    setup->values[W_TINYLFU_PROTECTED]);
    lfu->bits = w_tinylfu_bits(setup->frames);
    directory_init(&lfu->d, setup->frames, 0);
}

/* A page's counter in one row: each row has a multiplier of its own. */
static inline uint8_t *sketch_counter(struct w_tinylfu *lfu, uint32_t page,
                                      unsigned row)
{
    static const uint64_t odd[SKETCH_ROWS] = {
        0x9e3779b97f4a7c15, 0xc2b2ae3d27d4eb4f, 0x165667b19e3779f9,
        0xd6e8feb86659fd93};
    uint64_t slot = ((uint64_t)page + 1) * odd[row] >> (64 - lfu->bits);
    return w_tinylfu_sketch(lfu) + ((uint64_t)row << lfu->bits) + slot;
}

static inline uint8_t sketch_estimate(struct w_tinylfu *lfu, uint32_t page)
{
    uint8_t least = SKETCH_MOST;
    for (unsigned row = 0; row < SKETCH_ROWS; row++) {
        uint8_t counter = *sketch_counter(lfu, page, row);
        least = counter < least ? counter : least;
    }
    return least;
}

static inline void sketch_add(struct w_tinylfu *lfu, uint32_t page)
{
    for (unsigned row = 0; row < SKETCH_ROWS; row++) {
        uint8_t *counter = sketch_counter(lfu, page, row);
        *counter = (uint8_t)(*counter + (*counter < SKETCH_MOST));
    }
    if (++lfu->additions < (uint64_t)SKETCH_SAMPLE * lfu->d.frames)
        return;
    lfu->additions = 0;
    size_t size = (size_t)SKETCH_ROWS << lfu->bits;
    for (size_t i = 0; i < size; i++)
        w_tinylfu_sketch(lfu)[i] /= 2;
}

static inline void w_tinylfu_hit(void *self, uint32_t frame,
                                 const struct reference *reference)
{
    struct w_tinylfu *lfu = self;
    unsigned list = lfu->d.entries[frame].list;
    sketch_add(lfu, reference->page);
    directory_move(&lfu->d, list == WINDOW ? WINDOW : PROTECTED, frame);
    if (lfu->d.size[PROTECTED] > lfu->protected)
        directory_move(&lfu->d, PROBATION,
                       directory_oldest(&lfu->d, PROTECTED));
}

static inline uint32_t w_tinylfu_victim(void *self,
                                        const struct reference *reference)
{
    struct w_tinylfu *lfu = self;
    (void)reference;
    uint32_t candidate = directory_oldest(&lfu->d, WINDOW);
    unsigned list = lfu->d.size[PROBATION] ? PROBATION : PROTECTED;
    uint32_t victim = directory_oldest(&lfu->d, list);
    lfu->alone = lfu->d.size[list] == 0;
    if (!lfu->alone) {
        lfu->candidate =
            sketch_estimate(lfu, lfu->d.entries[candidate].page);
        lfu->rival = sketch_estimate(lfu, lfu->d.entries[victim].page);
    }
    lfu->admitted = !lfu->alone && lfu->candidate > lfu->rival;
    if (lfu->admitted)
        directory_move(&lfu->d, PROBATION, candidate);
    else
        victim = candidate;
    directory_take(&lfu->d, victim);
    return victim;
}

static inline void w_tinylfu_load(void *self, uint32_t frame,
                                  const struct reference *reference)
{
    struct w_tinylfu *lfu = self;
    sketch_add(lfu, reference->page);
    directory_load(&lfu->d, WINDOW, frame, reference->page);
    if (lfu->d.size[WINDOW] > lfu->window)
        directory_move(&lfu->d, PROBATION,
                       directory_oldest(&lfu->d, WINDOW));
}

static void w_tinylfu_mark(const void *self, uint32_t frame,
                           struct frame_mark *mark)
{
    static const char *const names[] = {"window", "prob.", "prot."};
    struct w_tinylfu *lfu = (struct w_tinylfu *)(uintptr_t)self;
    mark->list = names[lfu->d.entries[frame].list];
    mark->bits = sketch_estimate(lfu, lfu->d.entries[frame].page);
}

static void w_tinylfu_why(const void *self, uint32_t victim,
                          const struct page_facts *left, char *text,
                          size_t size)
{
    const struct w_tinylfu *lfu = self;
    (void)victim;
    unsigned long long page = left->number;
    if (lfu->alone)
        snprintf(
            text, size,
            "The window is all there is: its oldest page leaves, %llu.",
            page);
    else if (lfu->admitted)
        snprintf(text, size,
                 "The window's oldest page was used about %u times, page "
                 "%llu of the main part about %u: the latter leaves.",
                 lfu->candidate, page, lfu->rival);
    else
        snprintf(
            text, size,
            "Page %llu, the window's oldest, was used about %u times, "
            "the main part's victim about %u: it is not admitted.",
            page, lfu->candidate, lfu->rival);
}

static void w_tinylfu_run(struct memory *memory,
                          const struct references *references);

const struct policy_type policy_w_tinylfu = {
    .name = "w-tinylfu",
    .title = "TINYLFU",
    .summary = "a page is admitted only if it was used more often than "
               "the one it replaces",
    .rule =
        "The window's oldest page meets the oldest on probation; the one "
        "that was used more often, by the sketch's estimate, stays.",
    .source = "Einziger, Friedman, Manes: TinyLFU, a highly efficient "
              "cache admission policy, 2017",
    .cost = "20 to 24 bytes a frame; four counters on every reference",
    .pseudocode =
        "every reference: add page to the sketch\n"
        "hit(page):\n"
        "    in the window: move it to the window's young end\n"
        "    else: move it to the young end of the protected part; if "
        "that\n"
        "        is too large, its oldest goes to probation\n"
        "fault(page):\n"
        "    if memory is full:\n"
        "        c = oldest of the window; v = oldest on probation\n"
        "        if estimate(c) > estimate(v): v leaves, c goes to "
        "probation\n"
        "        else: c leaves\n"
        "    add page to the window; beyond its size its oldest goes on\n"
        "        probation\n",
    .example = "1,2,1,3,4,1,2,5,2,6",
    .example_frames = 4,
    .parameters = w_tinylfu_parameters,
    .bytes = w_tinylfu_bytes,
    .init = w_tinylfu_init,
    .hit = w_tinylfu_hit,
    .victim = w_tinylfu_victim,
    .load = w_tinylfu_load,
    .mark = w_tinylfu_mark,
    .why = w_tinylfu_why,
    .run = w_tinylfu_run,
};

MEMORY_LOOP(w_tinylfu_run, policy_w_tinylfu)
