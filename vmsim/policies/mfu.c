/* MFU: the page that was used most often leaves.
 *
 * The argument of the textbooks: a page with a small count has probably
 * just come and is still to be used. It seldom holds, and it is
 * instructive to see by how much. Of several pages with the greatest count
 * the one leaves that has had it longest. A. Silberschatz, P. B. Galvin,
 * "Operating System Concepts".
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/frequency.h"

struct mfu {
    uint32_t most; /* the last victim's count, for why() */
    struct frequency frequency;
};

static size_t mfu_bytes(const struct policy_setup *setup)
{
    return sizeof(struct mfu) + frequency_bytes(setup->frames);
}

static void mfu_init(void *self, const struct policy_setup *setup)
{
    struct mfu *mfu = self;
    frequency_init(&mfu->frequency, setup->frames);
}

static inline void mfu_hit(void *self, uint32_t frame,
                           const struct reference *reference)
{
    struct mfu *mfu = self;
    (void)reference;
    frequency_use(&mfu->frequency, frame);
}

static inline uint32_t mfu_victim(void *self,
                                  const struct reference *reference)
{
    struct mfu *mfu = self;
    (void)reference;
    uint32_t highest = frequency_highest(&mfu->frequency);
    mfu->most = mfu->frequency.bucket[highest].count;
    return frequency_take(&mfu->frequency, highest);
}

static inline void mfu_load(void *self, uint32_t frame,
                            const struct reference *reference)
{
    struct mfu *mfu = self;
    (void)reference;
    frequency_add(&mfu->frequency, frame, 1);
}

static void mfu_mark(const void *self, uint32_t frame,
                     struct frame_mark *mark)
{
    struct mfu *mfu = (struct mfu *)(uintptr_t)self;
    mark->bits = (int)frequency_count(&mfu->frequency, frame);
}

static void mfu_why(const void *self, uint32_t victim,
                    const struct page_facts *left, char *text, size_t size)
{
    const struct mfu *mfu = self;
    (void)victim;
    snprintf(text, size,
             "MFU evicts the page that was used most often since it was "
             "loaded: page %llu, %u time%s, the last at %u.",
             (unsigned long long)left->number, mfu->most,
             mfu->most == 1 ? "" : "s", left->used + 1);
}

static void mfu_run(struct memory *memory,
                    const struct references *references);

const struct policy_type policy_mfu = {
    .name = "mfu",
    .title = "MFU",
    .summary = "evicts the page that was used most often",
    .rule = "The page with the greatest count leaves, of several the one "
            "that has had this count longest.",
    .source = "Silberschatz, Galvin: Operating System Concepts, 1994",
    .cost = "36 bytes a frame; O(1)",
    .pseudocode =
        "hit(page):\n"
        "    count[page] += 1\n"
        "fault(page):\n"
        "    if memory is full:\n"
        "        evict the page with the greatest count,\n"
        "            of several the one that got this count first\n"
        "    count[page] = 1\n",
    .example = "1,1,2,3,4,1,2",
    .example_frames = 3,
    .bytes = mfu_bytes,
    .init = mfu_init,
    .hit = mfu_hit,
    .victim = mfu_victim,
    .load = mfu_load,
    .mark = mfu_mark,
    .why = mfu_why,
    .run = mfu_run,
};

MEMORY_LOOP(mfu_run, policy_mfu)
