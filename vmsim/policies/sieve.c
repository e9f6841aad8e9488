/* SIEVE: one queue, one bit, and a hand that does not move what it spares.
 *
 * A hit sets a bit. The hand goes from old to young: it clears set bits,
 * and evicts the first page whose bit is clear. The pages that it spares
 * keep their place, unlike those of FIFO with a second chance; new pages
 * behind the hand are met only in the next round, so that a popular page
 * is soon sifted from those used once. Y. Zhang, J. Yang, Y. Yue, Y.
 * Vigfusson, K. V. Rashmi, "SIEVE is simpler than LRU: an efficient
 * turn-key eviction algorithm for web caches", NSDI 2024.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/list.h"

/* The hand rests at the frame that it looks at next, or at the head of the
 * list: then it begins with the oldest. `passed` tells why() about the
 * last search. After the links come the bits, a byte a frame. */
struct sieve {
    uint32_t head, hand, passed;
    struct link links[];
};

static inline uint8_t *sieve_bits(struct sieve *sieve)
{
    return (uint8_t *)&sieve->links[sieve->head + 1];
}

static size_t sieve_bytes(const struct policy_setup *setup)
{
    return sizeof(struct sieve) +
           ((size_t)setup->frames + 1) * sizeof(struct link) +
           setup->frames;
}

static void sieve_init(void *self, const struct policy_setup *setup)
{
    struct sieve *sieve = self;
    sieve->head = sieve->hand = setup->frames;
    list_init(sieve->links, sieve->head);
}

static inline void sieve_hit(void *self, uint32_t frame,
                             const struct reference *reference)
{
    (void)reference;
    sieve_bits(self)[frame] = 1;
}

static inline uint32_t sieve_victim(void *self,
                                    const struct reference *reference)
{
    struct sieve *sieve = self;
    (void)reference;
    uint8_t *bits = sieve_bits(sieve);
    uint32_t hand = sieve->hand;
    sieve->passed = 0;
    for (;; hand = sieve->links[hand].younger) {
        if (hand == sieve->head)
            hand = list_oldest(sieve->links, sieve->head);
        if (!bits[hand])
            break;
        bits[hand] = 0;
        sieve->passed++;
    }
    sieve->hand = sieve->links[hand].younger;
    list_remove(sieve->links, hand);
    return hand;
}

static inline void sieve_load(void *self, uint32_t frame,
                              const struct reference *reference)
{
    struct sieve *sieve = self;
    (void)reference;
    sieve_bits(sieve)[frame] = 0;
    list_add_youngest(sieve->links, sieve->head, frame);
}

static void sieve_mark(const void *self, uint32_t frame,
                       struct frame_mark *mark)
{
    const struct sieve *sieve = self;
    uint32_t hand = sieve->hand != sieve->head
                        ? sieve->hand
                        : list_oldest(sieve->links, sieve->head);
    mark->bits = sieve_bits((struct sieve *)(uintptr_t)self)[frame];
    mark->hand = frame == hand;
}

static void sieve_why(const void *self, uint32_t victim,
                      const struct page_facts *left, char *text,
                      size_t size)
{
    const struct sieve *sieve = self;
    (void)victim;
    unsigned long long page = left->number;
    if (sieve->passed == 0)
        snprintf(
            text, size,
            "The hand stands at page %llu, whose bit is 0: it was not "
            "used again since it came or was last passed.",
            page);
    else
        snprintf(
            text, size,
            "The hand clears %u bit%s on its way from old to young, and "
            "stops at page %llu, which has 0.",
            sieve->passed, sieve->passed == 1 ? "" : "s", page);
}

static void sieve_run(struct memory *memory,
                      const struct references *references);

const struct policy_type policy_sieve = {
    .name = "sieve",
    .title = "SIEVE",
    .summary = "a hand sifts the queue and leaves the pages that it "
               "spares in place",
    .rule = "From the hand on, from old to young: clear every set bit, "
            "and stop at the first clear one.",
    .source = "Zhang, Yang, Yue, Vigfusson, Rashmi: SIEVE is simpler than "
              "LRU, 2024",
    .cost = "9 bytes a frame; a hit sets a bit, a fault moves the hand",
    .pseudocode = "hit(page):\n"
                  "    bit[page] = 1\n"
                  "fault(page):\n"
                  "    if memory is full:\n"
                  "        while bit[page at the hand] is 1:\n"
                  "            set it to 0\n"
                  "            move the hand to the next younger page,\n"
                  "                after the youngest to the oldest\n"
                  "        evict the page at the hand; move the hand on\n"
                  "    add page at the young end; bit[page] = 0\n",
    .example = "1,2,3,1,4,2,5",
    .example_frames = 3,
    .bytes = sieve_bytes,
    .init = sieve_init,
    .hit = sieve_hit,
    .victim = sieve_victim,
    .load = sieve_load,
    .mark = sieve_mark,
    .why = sieve_why,
    .run = sieve_run,
};

MEMORY_LOOP(sieve_run, policy_sieve)
