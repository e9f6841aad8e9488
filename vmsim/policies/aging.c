/* AGING: counters that forget. The nearest that software comes to LRU.
 *
 * A hit only sets a bit. Every `period` references the clock interrupt
 * shifts each counter to the right and puts the bit in front, so that the
 * last interval weighs more than all before it. The page with the smallest
 * counter leaves, of several the one that was loaded first. A page that is
 * loaded begins with the front bit set: the load was a reference. A. S.
 * Tanenbaum, "Modern Operating Systems".
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/heap.h"

enum { AGING_BITS, AGING_PERIOD };

static const struct policy_parameter aging_parameters[] = {
    [AGING_BITS] = {"bits", "bits of a counter", 1, 31, 8, NULL},
    [AGING_PERIOD] = {"period",
                      "references between clock interrupts; 0: as many as "
                      "frames",
                      0, UINT32_MAX, 0, NULL},
    {0},
};

/* Keys are counter, then time of loading, inverted: the smallest is on
 * top. A frame's bit is its `note`. */
struct aging {
    uint32_t front;         /* the counter's front bit */
    uint32_t period, count; /* references since the last interrupt */
    uint32_t least;         /* the last victim's counter, for why() */
    struct heap heap;
};

static size_t aging_bytes(const struct policy_setup *setup)
{
    return sizeof(struct aging) + heap_bytes(setup->frames);
}

static void aging_init(void *self, const struct policy_setup *setup)
{
    struct aging *aging = self;
    aging->heap.frames = setup->frames;
    aging->front = (uint32_t)1 << (setup->values[AGING_BITS] - 1);
    aging->period = setup->values[AGING_PERIOD]
                        ? (uint32_t)setup->values[AGING_PERIOD]
                        : setup->frames;
}

static inline uint32_t aging_counter(const struct aging *aging,
                                     uint32_t frame)
{
    return (uint32_t)(~aging->heap.frame[frame].key >> 32);
}

/* Every reference ends here; from time to time the clock interrupts. */
static inline void aging_reference(struct aging *aging)
{
    if (++aging->count < aging->period)
        return;
    aging->count = 0;
    for (uint32_t place = 0; place < aging->heap.count; place++) {
        uint32_t at = heap_places(&aging->heap)[place];
        struct heap_frame *frame = &aging->heap.frame[at];
        uint64_t counter = aging_counter(aging, at) >> 1;
        counter += frame->note ? aging->front : 0;
        frame->key = ~(counter << 32 | (uint32_t)~frame->key);
        frame->note = 0;
    }
    heap_rebuild(&aging->heap);
}

static inline void aging_hit(void *self, uint32_t frame,
                             const struct reference *reference)
{
    struct aging *aging = self;
    (void)reference;
    aging->heap.frame[frame].note = 1;
    aging_reference(aging);
}

static inline uint32_t aging_victim(void *self,
                                    const struct reference *reference)
{
    struct aging *aging = self;
    (void)reference;
    aging->least = aging_counter(aging, heap_top(&aging->heap));
    return heap_pop(&aging->heap);
}

static inline void aging_load(void *self, uint32_t frame,
                              const struct reference *reference)
{
    struct aging *aging = self;
    aging->heap.frame[frame].note = 0;
    heap_add(&aging->heap, frame,
             ~((uint64_t)aging->front << 32 | reference->time));
    aging_reference(aging);
}

static void aging_mark(const void *self, uint32_t frame,
                       struct frame_mark *mark)
{
    const struct aging *aging = self;
    mark->bits = (int)aging_counter(aging, frame);
    mark->list = aging->heap.frame[frame].note ? "used" : "";
}

static void aging_why(const void *self, uint32_t victim,
                      const struct page_facts *left, char *text,
                      size_t size)
{
    const struct aging *aging = self;
    (void)victim;
    snprintf(text, size,
             "Page %llu has the smallest counter, %u of at most %u; of "
             "several it was loaded first, at %u.",
             (unsigned long long)left->number, aging->least,
             aging->front * 2 - 1, left->loaded + 1);
}

static void aging_run(struct memory *memory,
                      const struct references *references);

const struct policy_type policy_aging = {
    .name = "aging",
    .title = "AGING",
    .summary = "counters that shift to the right at each clock interrupt; "
               "the smallest leaves",
    .rule = "The page with the smallest counter leaves, of several the "
            "one that was loaded first.",
    .source = "Tanenbaum: Modern Operating Systems, 1992",
    .cost = "20 bytes a frame; a hit sets a bit, a fault is O(log "
            "frames), an interrupt O(frames)",
    .pseudocode = "hit(page):\n"
                  "    bit[page] = 1\n"
                  "every period references:\n"
                  "    for all pages:\n"
                  "        counter = counter / 2 + bit * front; bit = 0\n"
                  "fault(page):\n"
                  "    if memory is full:\n"
                  "        evict the page with the smallest counter\n"
                  "    counter[page] = front; bit[page] = 0\n",
    .example = "1,2,3,1,1,2,4,5",
    .example_frames = 3,
    .parameters = aging_parameters,
    .bytes = aging_bytes,
    .init = aging_init,
    .hit = aging_hit,
    .victim = aging_victim,
    .load = aging_load,
    .mark = aging_mark,
    .why = aging_why,
    .run = aging_run,
};

MEMORY_LOOP(aging_run, policy_aging)
