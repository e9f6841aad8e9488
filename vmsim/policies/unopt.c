/* UNOPT: the page that is needed next leaves. Nothing can be worse.
 *
 * The opposite of OPT, in the simulator of the book "Operating Systems:
 * Three Easy Pieces" (R. H. and A. C. Arpaci-Dusseau, 2008). Between the
 * two lie all others, which tells how much a policy can matter for a trace
 * at all.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/heap.h"

/* Keys are inverted: the page that is needed next is at the top, and of
 * those that are never needed the one that was loaded first. */
struct unopt {
    struct heap heap;
};

static size_t unopt_bytes(const struct policy_setup *setup)
{
    return sizeof(struct unopt) + heap_bytes(setup->frames);
}

static void unopt_init(void *self, const struct policy_setup *setup)
{
    struct unopt *unopt = self;
    unopt->heap.frames = setup->frames;
}

static inline uint64_t unopt_key(uint32_t next, uint32_t loaded)
{
    return ~((uint64_t)next << 32 | loaded);
}

static inline void unopt_hit(void *self, uint32_t frame,
                             const struct reference *reference)
{
    struct unopt *unopt = self;
    struct heap_frame *entry = &unopt->heap.frame[frame];
    entry->key = unopt_key(reference->next, entry->note);
    heap_sink(&unopt->heap, entry->place, frame);
}

static inline uint32_t unopt_victim(void *self,
                                    const struct reference *reference)
{
    struct unopt *unopt = self;
    (void)reference;
    return heap_pop(&unopt->heap);
}

static inline void unopt_load(void *self, uint32_t frame,
                              const struct reference *reference)
{
    struct unopt *unopt = self;
    unopt->heap.frame[frame].note = reference->time;
    heap_add(&unopt->heap, frame,
             unopt_key(reference->next, reference->time));
}

static void unopt_why(const void *self, uint32_t victim,
                      const struct page_facts *left, char *text,
                      size_t size)
{
    (void)self, (void)victim;
    unsigned long long page = left->number;
    if (left->next == NEVER)
        snprintf(
            text, size,
            "No page in memory is used again, so UNOPT evicts the one "
            "that was loaded first: page %llu.",
            page);
    else
        snprintf(text, size,
                 "UNOPT evicts the page that is needed next: page %llu, "
                 "at %u.",
                 page, left->next + 1);
}

static void unopt_run(struct memory *memory,
                      const struct references *references);

const struct policy_type policy_unopt = {
    .name = "unopt",
    .title = "UNOPT",
    .summary = "evicts the page that is needed next: the worst there is",
    .rule = "The page whose next use comes first leaves.",
    .source = "Arpaci-Dusseau: Operating Systems, Three Easy Pieces, 2008",
    .cost = "20 bytes a frame and 4 a reference; O(log frames) on every "
            "reference",
    .pseudocode = "hit(page):\n"
                  "    next[page] = time of its next use\n"
                  "fault(page):\n"
                  "    if memory is full:\n"
                  "        evict the page with the smallest next[]\n"
                  "    next[page] = time of its next use\n",
    .example = "1,2,3,4,1,2,5,1,2,3",
    .example_frames = 3,
    .needs_future = true,
    .bytes = unopt_bytes,
    .init = unopt_init,
    .hit = unopt_hit,
    .victim = unopt_victim,
    .load = unopt_load,
    .why = unopt_why,
    .run = unopt_run,
};

MEMORY_LOOP(unopt_run, policy_unopt)
