/* OPT: the page that is used again last leaves. Nothing faults less.
 *
 * It needs the future, so that no kernel can have it; it is the measure of
 * all others. L. A. Belady, "A study of replacement algorithms for a
 * virtual-storage computer", IBM Systems Journal 5(2), 1966, calls it MIN.
 *
 * The frames stand in a heap, the one whose page is used again last at the
 * top. Among pages that are never used again the one that was loaded last
 * goes first; any choice gives the same count, and this one the same final
 * memory as the simulator of the book OSTEP.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/heap.h"

/* Keys are the next use, then the time of loading, which is the `note`. */
struct opt {
    struct heap heap;
};

static size_t opt_bytes(const struct policy_setup *setup)
{
    return sizeof(struct opt) + heap_bytes(setup->frames);
}

static void opt_init(void *self, const struct policy_setup *setup)
{
    struct opt *opt = self;
    opt->heap.frames = setup->frames;
}

static inline uint64_t opt_key(uint32_t next, uint32_t loaded)
{
    return (uint64_t)next << 32 | loaded;
}

static inline void opt_hit(void *self, uint32_t frame,
                           const struct reference *reference)
{
    struct opt *opt = self;
    struct heap_frame *entry = &opt->heap.frame[frame];
    entry->key = opt_key(reference->next, entry->note);
    /* Its next use can only be later than the one that has come. */
    heap_rise(&opt->heap, entry->place, frame);
}

static inline uint32_t opt_victim(void *self,
                                  const struct reference *reference)
{
    struct opt *opt = self;
    (void)reference;
    return heap_pop(&opt->heap);
}

static inline void opt_load(void *self, uint32_t frame,
                            const struct reference *reference)
{
    struct opt *opt = self;
    opt->heap.frame[frame].note = reference->time;
    heap_add(&opt->heap, frame, opt_key(reference->next, reference->time));
}

static void opt_why(const void *self, uint32_t victim,
                    const struct page_facts *left, char *text, size_t size)
{
    (void)self, (void)victim;
    unsigned long long page = left->number;
    if (left->next == NEVER)
        snprintf(text, size,
                 "OPT evicts page %llu: it is never used again.", page);
    else
        snprintf(text, size,
                 "OPT evicts the page that is used again last: page %llu, "
                 "needed at %u.",
                 page, left->next + 1);
}

static void opt_run(struct memory *memory,
                    const struct references *references);

const struct policy_type policy_opt = {
    .name = "opt",
    .title = "OPT",
    .summary =
        "evicts the page that is used again last; it knows the future",
    .rule = "The page whose next use is furthest away leaves.",
    .source =
        "Belady: A study of replacement algorithms for a virtual-storage "
        "computer, 1966",
    .cost = "20 bytes a frame and 4 a reference; O(log frames) on every "
            "reference",
    .pseudocode = "hit(page):\n"
                  "    next[page] = time of its next use\n"
                  "fault(page):\n"
                  "    if memory is full:\n"
                  "        evict the page with the greatest next[]\n"
                  "    next[page] = time of its next use\n",
    .example = "1,2,3,4,1,2,5,1,2,3",
    .example_frames = 3,
    .needs_future = true,
    .bytes = opt_bytes,
    .init = opt_init,
    .hit = opt_hit,
    .victim = opt_victim,
    .load = opt_load,
    .why = opt_why,
    .run = opt_run,
};

MEMORY_LOOP(opt_run, policy_opt)
