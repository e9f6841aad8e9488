/* LRU: the page that was not used for the longest time leaves.
 *
 * The frames form a ring of double links in the order of their last use. A
 * hit moves its frame to the young end. LRU has no anomaly: what is
 * resident with n frames is resident with n + 1. R. L. Mattson, J. Gecsei,
 * D. R. Slutz, I. L. Traiger, "Evaluation techniques for storage
 * hierarchies", IBM Systems Journal 9(2), 1970.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"

struct link {
    uint32_t older, younger;
};

/* links[end] closes the ring: its `younger` is the oldest frame, its
 * `older` the youngest. The links 0 … end-1 belong to the frames. */
struct lru {
    uint32_t end;
    struct link links[];
};

static size_t lru_bytes(const struct policy_setup *setup)
{
    return sizeof(struct lru) +
           ((size_t)setup->frames + 1) * sizeof(struct link);
}

static void lru_init(void *self, const struct policy_setup *setup)
{
    struct lru *lru = self;
    lru->end = setup->frames;
    lru->links[lru->end] = (struct link){lru->end, lru->end};
}

static inline void lru_unlink(struct lru *lru, uint32_t frame)
{
    struct link link = lru->links[frame];
    lru->links[link.older].younger = link.younger;
    lru->links[link.younger].older = link.older;
}

static inline void lru_make_youngest(struct lru *lru, uint32_t frame)
{
    uint32_t second = lru->links[lru->end].older;
    lru->links[frame] =
        (struct link){.older = second, .younger = lru->end};
    lru->links[second].younger = frame;
    lru->links[lru->end].older = frame;
}

static inline void lru_hit(void *self, uint32_t frame,
                           const struct reference *reference)
{
    struct lru *lru = self;
    (void)reference;
    if (lru->links[lru->end].older == frame)
        return; /* it is the youngest: most hits are of this kind */
    lru_unlink(lru, frame);
    lru_make_youngest(lru, frame);
}

static inline uint32_t lru_victim(void *self,
                                  const struct reference *reference)
{
    struct lru *lru = self;
    (void)reference;
    uint32_t oldest = lru->links[lru->end].younger;
    lru_unlink(lru, oldest);
    return oldest;
}

static inline void lru_load(void *self, uint32_t frame,
                            const struct reference *reference)
{
    (void)reference;
    lru_make_youngest(self, frame);
}

static void lru_why(const void *self, uint32_t victim,
                    const struct page_facts *left, char *text, size_t size)
{
    (void)self, (void)victim;
    snprintf(text, size,
             "LRU evicts the page that was not used for the longest time: "
             "page %llu, last used at %u.",
             (unsigned long long)left->number, left->used + 1);
}

static void lru_run(struct memory *memory,
                    const struct references *references);

const struct policy_type policy_lru = {
    .name = "lru",
    .title = "LRU",
    .summary = "evicts the page that was not used for the longest time",
    .rule = "The page with the smallest time of last use leaves.",
    .source = "Mattson, Gecsei, Slutz, Traiger: Evaluation techniques for "
              "storage hierarchies, 1970",
    .cost = "8 bytes a frame; O(1), but a list is changed on every hit",
    .bytes = lru_bytes,
    .init = lru_init,
    .hit = lru_hit,
    .victim = lru_victim,
    .load = lru_load,
    .why = lru_why,
    .run = lru_run,
};

MEMORY_LOOP(lru_run, policy_lru)
