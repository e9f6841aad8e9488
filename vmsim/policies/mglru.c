/* MGLRU: generations instead of two lists, as in Linux since 6.1.
 *
 * Pages belong to generations, numbered in the order of time. A page comes
 * into the youngest. The oldest generation gives the victims: from its old
 * end, a page whose bit is clear leaves, one whose bit is set goes to the
 * youngest generation. When fewer than two generations are left, memory is
 * aged: a new generation begins, and all pages whose bit is set go to it.
 * Y. Zhao, "Multi-Gen LRU", Linux 6.1, 2022; mm/vmscan.c. This is a model:
 * no tiers, no Bloom filters, no difference between files and anonymous
 * memory.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/directory.h"

/* Generation g is list g % GENERATIONS; at most that many exist. */
enum { GENERATIONS = 4, GENERATIONS_LEAST = 2 };

struct mglru {
    uint32_t oldest, youngest; /* numbers of generations */
    uint32_t spared;           /* in the last search, for why() */
    struct directory d;
};

static size_t mglru_bytes(const struct policy_setup *setup)
{
    return sizeof(struct mglru) + directory_bytes(setup, 0);
}

static void mglru_init(void *self, const struct policy_setup *setup)
{
    struct mglru *lru = self;
    lru->youngest = GENERATIONS - 1;
    directory_init(&lru->d, setup->frames, 0);
}

static inline void mglru_hit(void *self, uint32_t frame,
                             const struct reference *reference)
{
    struct mglru *lru = self;
    (void)reference;
    lru->d.entries[frame].bit = 1;
}

/* A new generation: all pages that were used go to it, older ones first.
 */
static inline void mglru_age(struct mglru *lru)
{
    lru->youngest++;
    for (uint32_t g = lru->oldest; g < lru->youngest; g++) {
        uint32_t head = directory_head(&lru->d, g % GENERATIONS);
        uint32_t at = directory_oldest(&lru->d, g % GENERATIONS);
        while (at != head) {
            struct directory_entry *entry = &lru->d.entries[at];
            uint32_t next = entry->link.younger;
            if (entry->bit)
                directory_move(&lru->d, lru->youngest % GENERATIONS, at);
            entry->bit = 0;
            at = next;
        }
    }
}

static inline uint32_t mglru_victim(void *self,
                                    const struct reference *reference)
{
    struct mglru *lru = self;
    (void)reference;
    for (lru->spared = 0;;) {
        while (lru->oldest + GENERATIONS_LEAST <= lru->youngest &&
               lru->d.size[lru->oldest % GENERATIONS] == 0)
            lru->oldest++;
        if (lru->oldest + GENERATIONS_LEAST > lru->youngest) {
            mglru_age(lru);
            continue;
        }
        uint32_t at = directory_oldest(&lru->d, lru->oldest % GENERATIONS);
        if (!lru->d.entries[at].bit) {
            directory_take(&lru->d, at);
            return at;
        }
        lru->d.entries[at].bit = 0;
        directory_move(&lru->d, lru->youngest % GENERATIONS, at);
        lru->spared++;
    }
}

static inline void mglru_load(void *self, uint32_t frame,
                              const struct reference *reference)
{
    struct mglru *lru = self;
    lru->d.entries[frame].bit = 0;
    directory_load(&lru->d, lru->youngest % GENERATIONS, frame,
                   reference->page);
}

static void mglru_mark(const void *self, uint32_t frame,
                       struct frame_mark *mark)
{
    static const char *const ages[] = {"newest", "1 old", "2 old",
                                       "3 old"};
    const struct mglru *lru = self;
    uint32_t list = lru->d.entries[frame].list;
    mark->bits = lru->d.entries[frame].bit;
    mark->list = ages[(lru->youngest - list) % GENERATIONS];
}

static void mglru_tell(const void *self, const uint64_t *numbers,
                       char *text, size_t size)
{
    const struct mglru *lru = self;
    (void)numbers;
    snprintf(text, size, "generations %u to %u", lru->oldest,
             lru->youngest);
}

static void mglru_why(const void *self, uint32_t victim,
                      const struct page_facts *left, char *text,
                      size_t size)
{
    const struct mglru *lru = self;
    (void)victim;
    snprintf(
        text, size,
        "Generation %u is the oldest. %u of its pages had been used and "
        "went to the youngest; page %llu had not.",
        lru->oldest, lru->spared, (unsigned long long)left->number);
}

static void mglru_run(struct memory *memory,
                      const struct references *references);

const struct policy_type policy_mglru = {
    .name = "mglru",
    .title = "MGLRU",
    .summary = "generations of pages; the oldest gives the victims, what "
               "was used goes to the youngest",
    .rule = "From the old end of the oldest generation, the first page "
            "whose bit is clear leaves.",
    .source = "Zhao: Multi-Gen LRU, Linux 6.1, 2022",
    .cost =
        "16 bytes a frame; a hit sets a bit, ageing looks at all frames",
    .pseudocode =
        "hit(page):\n"
        "    bit[page] = 1\n"
        "fault(page):\n"
        "    while memory is full:\n"
        "        drop empty generations at the old end, down to two\n"
        "        if only two are left: a new generation begins;\n"
        "            pages whose bit is 1 go to it, bits become 0\n"
        "        else: x = oldest page of the oldest generation\n"
        "            bit[x] = 1: x goes to the youngest; bit[x] = 0\n"
        "            bit[x] = 0: x leaves\n"
        "    add page to the youngest generation; bit[page] = 0\n",
    .example = "1,2,3,1,4,5,1,2",
    .example_frames = 3,
    .bytes = mglru_bytes,
    .init = mglru_init,
    .hit = mglru_hit,
    .victim = mglru_victim,
    .load = mglru_load,
    .mark = mglru_mark,
    .tell = mglru_tell,
    .why = mglru_why,
    .run = mglru_run,
};

MEMORY_LOOP(mglru_run, policy_mglru)
