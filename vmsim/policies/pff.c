/* PFF: page-fault frequency. Few faults: give pages back. Many: take more.
 *
 * If the last fault is longer ago than `period` references, the program
 * has more memory than it needs: all pages whose bit is clear leave at
 * once, and the bits of the others are cleared. Otherwise the new page
 * gets a further frame. When there is none, the bits serve as a clock's.
 * W. W. Chu, H. Opderbeck, "Program behavior and the page-fault-frequency
 * replacement algorithm", IEEE Computer 9(11), 1976.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"

enum { PFF_PERIOD };

static const struct policy_parameter pff_parameters[] = {
    [PFF_PERIOD] = {"period",
                    "references between faults that are seldom enough; 0: "
                    "as many as frames",
                    0, UINT32_MAX, 0, NULL},
    {0},
};

enum { FREE, CLEAR, SET };

struct pff {
    uint32_t frames, period;
    uint32_t last;  /* time of the last fault */
    uint32_t sweep; /* the frame where giving back goes on; frames: done */
    uint32_t swept; /* the fault for which it was done, plus 1 */
    uint32_t hand;
    uint8_t state[]; /* by frame */
};

static size_t pff_bytes(const struct policy_setup *setup)
{
    return sizeof(struct pff) + setup->frames;
}

static void pff_init(void *self, const struct policy_setup *setup)
{
    struct pff *pff = self;
    pff->frames = pff->sweep = setup->frames;
    pff->period = setup->values[PFF_PERIOD]
                      ? (uint32_t)setup->values[PFF_PERIOD]
                      : setup->frames;
}

static inline uint32_t pff_release(void *self,
                                   const struct reference *reference,
                                   bool resident)
{
    struct pff *pff = self;
    if (resident)
        return NO_FRAME;
    if (pff->swept != reference->time + 1) { /* the fault is a new one */
        pff->swept = reference->time + 1;
        bool seldom = reference->time - pff->last > pff->period;
        pff->sweep = seldom ? 0 : pff->frames;
    }
    while (pff->sweep < pff->frames) {
        uint32_t frame = pff->sweep++;
        if (pff->state[frame] == CLEAR) {
            pff->state[frame] = FREE;
            return frame;
        }
        if (pff->state[frame] == SET)
            pff->state[frame] = CLEAR;
    }
    return NO_FRAME;
}

static inline void pff_hit(void *self, uint32_t frame,
                           const struct reference *reference)
{
    struct pff *pff = self;
    (void)reference;
    pff->state[frame] = SET;
}

static inline uint32_t pff_victim(void *self,
                                  const struct reference *reference)
{
    struct pff *pff = self;
    (void)reference;
    for (;;) {
        uint32_t frame = pff->hand;
        pff->hand = frame + 1 < pff->frames ? frame + 1 : 0;
        if (pff->state[frame] == CLEAR)
            return frame;
        pff->state[frame] = CLEAR;
    }
}

static inline void pff_load(void *self, uint32_t frame,
                            const struct reference *reference)
{
    struct pff *pff = self;
    pff->state[frame] = SET;
    pff->last = reference->time;
}

static void pff_mark(const void *self, uint32_t frame,
                     struct frame_mark *mark)
{
    const struct pff *pff = self;
    mark->bits = pff->state[frame] == SET;
    mark->hand = pff->hand == frame;
}

static void pff_tell(const void *self, const uint64_t *numbers, char *text,
                     size_t size)
{
    const struct pff *pff = self;
    (void)numbers;
    snprintf(text, size,
             "the last fault was at %u; faults more than %u references "
             "apart give pages back",
             pff->last + 1, pff->period);
}

static void pff_why(const void *self, uint32_t victim,
                    const struct page_facts *left, char *text, size_t size)
{
    const struct pff *pff = self;
    (void)victim;
    snprintf(
        text, size,
        "Faults come within %u references, so more memory is wanted, "
        "but there is none. The hand stops at page %llu, whose bit is "
        "0.",
        pff->period, (unsigned long long)left->number);
}

static void pff_run(struct memory *memory,
                    const struct references *references);

const struct policy_type policy_pff = {
    .name = "pff",
    .title = "PFF",
    .summary = "gives pages back when faults are seldom, and takes frames "
               "when they are not",
    .rule = "A fault long after the last one drops all pages whose bit is "
            "clear; in a full memory the first such page from the hand on "
            "leaves.",
    .source = "Chu, Opderbeck: Program behavior and the "
              "page-fault-frequency replacement algorithm, 1976",
    .cost = "1 byte a frame; a hit sets a bit, a fault looks at all "
            "frames or moves the hand",
    .pseudocode =
        "hit(page):\n"
        "    bit[page] = 1\n"
        "fault(page):\n"
        "    if the last fault is more than period references ago:\n"
        "        all pages whose bit is 0 leave; the bits become 0\n"
        "    if memory is full:\n"
        "        while bit[page at the hand] is 1:\n"
        "            set it to 0 and move the hand on\n"
        "        evict the page at the hand; move the hand on\n"
        "    load page; bit[page] = 1\n",
    .example = "1,2,3,1,1,1,1,4,4,4,4,4,5",
    .example_frames = 3,
    .parameters = pff_parameters,
    .bytes = pff_bytes,
    .init = pff_init,
    .release = pff_release,
    .hit = pff_hit,
    .victim = pff_victim,
    .load = pff_load,
    .mark = pff_mark,
    .tell = pff_tell,
    .why = pff_why,
    .run = pff_run,
};

MEMORY_LOOP(pff_run, policy_pff)
