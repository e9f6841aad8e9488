/* LRU: the page that was not used for the longest time leaves.
 *
 * The frames form a list in the order of their last use. A hit moves its
 * frame to the young end. LRU has no anomaly: what is resident with n
 * frames is resident with n + 1. R. L. Mattson, J. Gecsei, D. R. Slutz, I.
 * L. Traiger, "Evaluation techniques for storage hierarchies", IBM Systems
 * Journal 9(2), 1970.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/list.h"

/* links[head] closes the list; the links before it belong to the frames.
 */
struct lru {
    uint32_t head;
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
    lru->head = setup->frames;
    list_init(lru->links, lru->head);
}

static inline void lru_hit(void *self, uint32_t frame,
                           const struct reference *reference)
{
    struct lru *lru = self;
    (void)reference;
    if (list_youngest(lru->links, lru->head) == frame)
        return; /* most hits of real programs are of this kind */
    list_remove(lru->links, frame);
    list_add_youngest(lru->links, lru->head, frame);
}

static inline uint32_t lru_victim(void *self,
                                  const struct reference *reference)
{
    struct lru *lru = self;
    (void)reference;
    uint32_t oldest = list_oldest(lru->links, lru->head);
    list_remove(lru->links, oldest);
    return oldest;
}

static inline void lru_load(void *self, uint32_t frame,
                            const struct reference *reference)
{
    struct lru *lru = self;
    (void)reference;
    list_add_youngest(lru->links, lru->head, frame);
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
    .pseudocode = "hit(page):\n"
                  "    move page to the young end of the list\n"
                  "fault(page):\n"
                  "    if memory is full:\n"
                  "        evict the page at the old end\n"
                  "    add page at the young end\n",
    .example = "1,2,3,1,4,2",
    .example_frames = 3,
    .bytes = lru_bytes,
    .init = lru_init,
    .hit = lru_hit,
    .victim = lru_victim,
    .load = lru_load,
    .why = lru_why,
    .run = lru_run,
};

MEMORY_LOOP(lru_run, policy_lru)
