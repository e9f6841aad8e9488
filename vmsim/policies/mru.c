/* MRU: the page that was used last leaves.
 *
 * It sounds absurd, and is right for one pattern: a loop that is a little
 * longer than memory. The pages used longest ago are the ones needed next
 * there, and MRU keeps them. H.-T. Chou, D. J. DeWitt, "An evaluation of
 * buffer management strategies for relational database systems", VLDB
 * 1985.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/list.h"

/* The same list as LRU's: in the order of the last use. */
struct mru {
    uint32_t head;
    struct link links[];
};

static size_t mru_bytes(const struct policy_setup *setup)
{
    return sizeof(struct mru) +
           ((size_t)setup->frames + 1) * sizeof(struct link);
}

static void mru_init(void *self, const struct policy_setup *setup)
{
    struct mru *mru = self;
    mru->head = setup->frames;
    list_init(mru->links, mru->head);
}

static inline void mru_hit(void *self, uint32_t frame,
                           const struct reference *reference)
{
    struct mru *mru = self;
    (void)reference;
    list_remove(mru->links, frame);
    list_add_youngest(mru->links, mru->head, frame);
}

static inline uint32_t mru_victim(void *self,
                                  const struct reference *reference)
{
    struct mru *mru = self;
    (void)reference;
    uint32_t youngest = list_youngest(mru->links, mru->head);
    list_remove(mru->links, youngest);
    return youngest;
}

static inline void mru_load(void *self, uint32_t frame,
                            const struct reference *reference)
{
    struct mru *mru = self;
    (void)reference;
    list_add_youngest(mru->links, mru->head, frame);
}

static void mru_why(const void *self, uint32_t victim,
                    const struct page_facts *left, char *text, size_t size)
{
    (void)self, (void)victim;
    snprintf(text, size,
             "MRU evicts the page that was used last: page %llu, used at "
             "%u.",
             (unsigned long long)left->number, left->used + 1);
}

static void mru_run(struct memory *memory,
                    const struct references *references);

const struct policy_type policy_mru = {
    .name = "mru",
    .title = "MRU",
    .summary = "evicts the page that was used last; made for loops",
    .rule = "The page with the greatest time of last use leaves.",
    .source = "Chou, DeWitt: An evaluation of buffer management "
              "strategies for relational database systems, 1985",
    .cost = "8 bytes a frame; O(1), but a list is changed on every hit",
    .pseudocode = "hit(page):\n"
                  "    move page to the young end of the list\n"
                  "fault(page):\n"
                  "    if memory is full:\n"
                  "        evict the page at the young end\n"
                  "    add page at the young end\n",
    .example = "1,2,3,4,1,2,3,4",
    .example_frames = 3,
    .bytes = mru_bytes,
    .init = mru_init,
    .hit = mru_hit,
    .victim = mru_victim,
    .load = mru_load,
    .why = mru_why,
    .run = mru_run,
};

MEMORY_LOOP(mru_run, policy_mru)
