/* NFU: not frequently used. A counter a page, counting clock interrupts.
 *
 * A hit only sets a bit. Every `period` references the clock interrupt
 * adds the bits to the counters and clears them. The page with the
 * smallest counter leaves, of several the one that was loaded first. NFU
 * never forgets: what was popular once stays, which is the reason for
 * aging. A load counts at once, or a new page would always be the next to
 * go. A. S. Tanenbaum, "Modern Operating Systems".
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/heap.h"

enum { NFU_PERIOD };

static const struct policy_parameter nfu_parameters[] = {
    [NFU_PERIOD] = {"period",
                    "references between clock interrupts; 0: as many as "
                    "frames",
                    0, UINT32_MAX, 0, NULL},
    {0},
};

/* Keys are counter, then time of loading, inverted: the smallest is on
 * top. A frame's bit is its `note`. */
struct nfu {
    uint32_t period, count; /* references since the last interrupt */
    uint32_t least;         /* the last victim's counter, for why() */
    struct heap heap;
};

static size_t nfu_bytes(const struct policy_setup *setup)
{
    return sizeof(struct nfu) + heap_bytes(setup->frames);
}

static void nfu_init(void *self, const struct policy_setup *setup)
{
    struct nfu *nfu = self;
    nfu->heap.frames = setup->frames;
    nfu->period = setup->values[NFU_PERIOD]
                      ? (uint32_t)setup->values[NFU_PERIOD]
                      : setup->frames;
}

static inline uint32_t nfu_counter(const struct nfu *nfu, uint32_t frame)
{
    return (uint32_t)(~nfu->heap.frame[frame].key >> 32);
}

/* Every reference ends here; from time to time the clock interrupts. */
static inline void nfu_reference(struct nfu *nfu)
{
    if (++nfu->count < nfu->period)
        return;
    nfu->count = 0;
    for (uint32_t place = 0; place < nfu->heap.count; place++) {
        struct heap_frame *frame =
            &nfu->heap.frame[heap_places(&nfu->heap)[place]];
        frame->key -= (uint64_t)frame->note << 32; /* it is inverted */
        frame->note = 0;
    }
    heap_rebuild(&nfu->heap);
}

static inline void nfu_hit(void *self, uint32_t frame,
                           const struct reference *reference)
{
    struct nfu *nfu = self;
    (void)reference;
    nfu->heap.frame[frame].note = 1;
    nfu_reference(nfu);
}

static inline uint32_t nfu_victim(void *self,
                                  const struct reference *reference)
{
    struct nfu *nfu = self;
    (void)reference;
    nfu->least = nfu_counter(nfu, heap_top(&nfu->heap));
    return heap_pop(&nfu->heap);
}

static inline void nfu_load(void *self, uint32_t frame,
                            const struct reference *reference)
{
    struct nfu *nfu = self;
    nfu->heap.frame[frame].note = 0;
    heap_add(&nfu->heap, frame, ~((uint64_t)1 << 32 | reference->time));
    nfu_reference(nfu);
}

static void nfu_mark(const void *self, uint32_t frame,
                     struct frame_mark *mark)
{
    const struct nfu *nfu = self;
    mark->bits = (int)nfu_counter(nfu, frame);
    mark->list = nfu->heap.frame[frame].note ? "used" : "";
}

static void nfu_why(const void *self, uint32_t victim,
                    const struct page_facts *left, char *text, size_t size)
{
    const struct nfu *nfu = self;
    (void)victim;
    snprintf(text, size,
             "Page %llu has the smallest counter, %u; of several it was "
             "loaded first, at %u.",
             (unsigned long long)left->number, nfu->least,
             left->loaded + 1);
}

static void nfu_run(struct memory *memory,
                    const struct references *references);

const struct policy_type policy_nfu = {
    .name = "nfu",
    .title = "NFU",
    .summary = "counts in how many clock intervals a page was used; the "
               "least used leaves",
    .rule = "The page with the smallest counter leaves, of several the "
            "one that was loaded first.",
    .source = "Tanenbaum: Modern Operating Systems, 1992",
    .cost = "20 bytes a frame; a hit sets a bit, a fault is O(log "
            "frames), an interrupt O(frames)",
    .pseudocode = "hit(page):\n"
                  "    bit[page] = 1\n"
                  "every period references:\n"
                  "    for all pages: counter += bit; bit = 0\n"
                  "fault(page):\n"
                  "    if memory is full:\n"
                  "        evict the page with the smallest counter\n"
                  "    counter[page] = 1; bit[page] = 0\n",
    .example = "1,1,2,3,1,2,4,5,4",
    .example_frames = 3,
    .parameters = nfu_parameters,
    .bytes = nfu_bytes,
    .init = nfu_init,
    .hit = nfu_hit,
    .victim = nfu_victim,
    .load = nfu_load,
    .mark = nfu_mark,
    .why = nfu_why,
    .run = nfu_run,
};

MEMORY_LOOP(nfu_run, policy_nfu)
