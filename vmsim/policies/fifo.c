/* FIFO: the page that came first leaves first, used or not.
 *
 * The frames stand in a queue, in the order in which they were loaded. A
 * hit changes nothing. More frames can mean more faults: L. A. Belady, R.
 * A. Nelson, G. S. Shedler, "An anomaly in space-time characteristics of
 * certain programs running in a paging machine", CACM 12(6), 1969.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"

/* A ring of frame numbers: `count` of them, the oldest at queue[first]. */
struct fifo {
    uint32_t frames, first, count;
    uint32_t queue[];
};

static size_t fifo_bytes(const struct policy_setup *setup)
{
    return sizeof(struct fifo) + setup->frames * sizeof(uint32_t);
}

static void fifo_init(void *self, const struct policy_setup *setup)
{
    struct fifo *fifo = self;
    fifo->frames = setup->frames;
}

static inline void fifo_hit(void *self, uint32_t frame,
                            const struct reference *reference)
{
    (void)self, (void)frame, (void)reference;
}

static inline uint32_t fifo_victim(void *self,
                                   const struct reference *reference)
{
    struct fifo *fifo = self;
    (void)reference;
    uint32_t victim = fifo->queue[fifo->first];
    fifo->first = fifo->first + 1 < fifo->frames ? fifo->first + 1 : 0;
    fifo->count--;
    return victim;
}

static inline void fifo_load(void *self, uint32_t frame,
                             const struct reference *reference)
{
    struct fifo *fifo = self;
    (void)reference;
    uint64_t end = (uint64_t)fifo->first + fifo->count++;
    fifo->queue[end < fifo->frames ? end : end - fifo->frames] = frame;
}

static void fifo_why(const void *self, uint32_t victim,
                     const struct page_facts *left, char *text,
                     size_t size)
{
    (void)self, (void)victim;
    snprintf(
        text, size,
        "FIFO evicts the page that came first: page %llu, loaded at %u.",
        (unsigned long long)left->number, left->loaded + 1);
}

static void fifo_run(struct memory *memory,
                     const struct references *references);

const struct policy_type policy_fifo = {
    .name = "fifo",
    .title = "FIFO",
    .summary = "evicts the page that was loaded first",
    .rule =
        "The page with the smallest load time leaves; hits do not count.",
    .source = "Belady, Nelson, Shedler: An anomaly in space-time "
              "characteristics, 1969",
    .cost = "4 bytes a frame; nothing on a hit, O(1) on a fault",
    .pseudocode = "hit(page):\n"
                  "    nothing\n"
                  "fault(page):\n"
                  "    if memory is full:\n"
                  "        evict the page at the head of the queue\n"
                  "    add page at the tail of the queue\n",
    .example = "1,2,3,4,1,2,5",
    .example_frames = 3,
    .bytes = fifo_bytes,
    .init = fifo_init,
    .hit = fifo_hit,
    .victim = fifo_victim,
    .load = fifo_load,
    .why = fifo_why,
    .run = fifo_run,
};

MEMORY_LOOP(fifo_run, policy_fifo)
