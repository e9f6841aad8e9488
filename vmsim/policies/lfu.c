/* LFU: the page that was used least often leaves.
 *
 * A page's count begins at 1 when it is loaded, and is forgotten when it
 * leaves; history=all keeps the counts of pages that left. Of several
 * pages with the smallest count the one leaves that has had this count for
 * the longest time. With history=all that is the one used least recently,
 * and LFU is a stack algorithm then: more frames never mean more faults.
 * Pages that were popular once can stay for ever. R. L. Mattson et al.,
 * "Evaluation techniques for storage hierarchies", IBM Systems Journal
 * 9(2), 1970.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/frequency.h"

enum { LFU_HISTORY };

static const struct policy_parameter lfu_parameters[] = {
    [LFU_HISTORY] = {"history",
                     "whose counts are kept: of pages in memory, "
                     "or of all pages",
                     0, 1, 0, "none all"},
    {0},
};

/* Behind the frequency come, with history=all, the counts by page. */
struct lfu {
    uint32_t history,
        least;          /* least: the last victim's count, for why() */
    uint32_t counts_at; /* bytes from the block's start to the counts */
    struct frequency frequency;
};

static inline uint32_t *lfu_counts(struct lfu *lfu)
{
    return (uint32_t *)((char *)lfu + lfu->counts_at);
}

static size_t lfu_bytes(const struct policy_setup *setup)
{
    size_t pages = setup->values[LFU_HISTORY] ? (size_t)setup->pages : 0;
    return sizeof(struct lfu) + frequency_bytes(setup->frames) +
           pages * sizeof(uint32_t);
}

static void lfu_init(void *self, const struct policy_setup *setup)
{
    struct lfu *lfu = self;
    lfu->history = (uint32_t)setup->values[LFU_HISTORY];
    lfu->counts_at =
        (uint32_t)(sizeof(struct lfu) + frequency_bytes(setup->frames));
    frequency_init(&lfu->frequency, setup->frames);
}

static inline void lfu_hit(void *self, uint32_t frame,
                           const struct reference *reference)
{
    struct lfu *lfu = self;
    if (lfu->history)
        lfu_counts(lfu)[reference->page]++;
    frequency_use(&lfu->frequency, frame);
}

static inline uint32_t lfu_victim(void *self,
                                  const struct reference *reference)
{
    struct lfu *lfu = self;
    (void)reference;
    uint32_t lowest = frequency_lowest(&lfu->frequency);
    lfu->least = lfu->frequency.bucket[lowest].count;
    return frequency_take(&lfu->frequency, lowest);
}

static inline void lfu_load(void *self, uint32_t frame,
                            const struct reference *reference)
{
    struct lfu *lfu = self;
    uint32_t count = 1;
    if (lfu->history)
        count = ++lfu_counts(lfu)[reference->page];
    frequency_add(&lfu->frequency, frame, count);
}

static void lfu_mark(const void *self, uint32_t frame,
                     struct frame_mark *mark)
{
    struct lfu *lfu = (struct lfu *)(uintptr_t)self;
    mark->bits = (int)frequency_count(&lfu->frequency, frame);
}

static void lfu_why(const void *self, uint32_t victim,
                    const struct page_facts *left, char *text, size_t size)
{
    const struct lfu *lfu = self;
    (void)victim;
    snprintf(text, size,
             "LFU evicts the page that was used least often%s: page %llu, "
             "%u time%s, the last at %u.",
             lfu->history ? "" : " since it was loaded",
             (unsigned long long)left->number, lfu->least,
             lfu->least == 1 ? "" : "s", left->used + 1);
}

static void lfu_run(struct memory *memory,
                    const struct references *references);

const struct policy_type policy_lfu = {
    .name = "lfu",
    .title = "LFU",
    .summary = "evicts the page that was used least often",
    .rule = "The page with the smallest count leaves, of several the one "
            "that has had this count longest.",
    .source = "Mattson, Gecsei, Slutz, Traiger: Evaluation techniques for "
              "storage hierarchies, 1970",
    .cost = "36 bytes a frame, with history=all 4 a page; O(1)",
    .pseudocode =
        "hit(page):\n"
        "    count[page] += 1\n"
        "fault(page):\n"
        "    if memory is full:\n"
        "        evict the page with the smallest count,\n"
        "            of several the one that got this count first\n"
        "    count[page] = 1 (history=all: one more than it had)\n",
    .example = "1,1,2,3,2,4,5,1",
    .example_frames = 3,
    .parameters = lfu_parameters,
    .bytes = lfu_bytes,
    .init = lfu_init,
    .hit = lfu_hit,
    .victim = lfu_victim,
    .load = lfu_load,
    .mark = lfu_mark,
    .why = lfu_why,
    .run = lfu_run,
};

MEMORY_LOOP(lfu_run, policy_lfu)
