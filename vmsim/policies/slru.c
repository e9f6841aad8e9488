/* SLRU: segmented LRU. A page rises one segment with each use.
 *
 * Memory is cut into equal segments. A page enters the lowest one that has
 * room, which is the first once memory is full. A hit moves it to the
 * young end of the next higher segment; if that is full, its oldest page
 * sinks one segment. The oldest page of the lowest segment leaves. R.
 * Karedla, J. S. Love, B. G. Wherry, "Caching strategies to improve disk
 * system performance", IEEE Computer 27(3), 1994; four segments make it
 * S4LRU.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/directory.h"

enum { SLRU_SEGMENTS };

static const struct policy_parameter slru_parameters[] = {
    [SLRU_SEGMENTS] = {"segments", "how many", 2, DIRECTORY_LISTS, 4,
                       NULL},
    {0},
};

struct slru {
    uint32_t segments, each; /* `each`: pages in a segment, at least 1 */
    uint8_t from;       /* the segment of the last victim, for why() */
    struct directory d; /* list i is segment i */
};

static size_t slru_bytes(const struct policy_setup *setup)
{
    return sizeof(struct slru) + directory_bytes(setup, 0);
}

static void slru_init(void *self, const struct policy_setup *setup)
{
    struct slru *slru = self;
    slru->segments = (uint32_t)setup->values[SLRU_SEGMENTS];
    slru->each = setup->frames / slru->segments;
    slru->each = slru->each ? slru->each : 1;
    directory_init(&slru->d, setup->frames, 0);
}

static inline void slru_hit(void *self, uint32_t frame,
                            const struct reference *reference)
{
    struct slru *slru = self;
    (void)reference;
    unsigned segment = slru->d.entries[frame].list, above = segment + 1;
    if (above == slru->segments)
        above = segment;
    directory_move(&slru->d, above, frame);
    if (slru->d.size[above] > slru->each && above != segment)
        directory_move(&slru->d, segment,
                       directory_oldest(&slru->d, above));
}

static inline uint32_t slru_victim(void *self,
                                   const struct reference *reference)
{
    struct slru *slru = self;
    (void)reference;
    slru->from = 0;
    while (slru->d.size[slru->from] == 0)
        slru->from++;
    uint32_t victim = directory_oldest(&slru->d, slru->from);
    directory_take(&slru->d, victim);
    return victim;
}

static inline void slru_load(void *self, uint32_t frame,
                             const struct reference *reference)
{
    struct slru *slru = self;
    unsigned segment = 0;
    while (segment < slru->segments && slru->d.size[segment] >= slru->each)
        segment++;
    directory_load(&slru->d, segment < slru->segments ? segment : 0, frame,
                   reference->page);
}

static void slru_mark(const void *self, uint32_t frame,
                      struct frame_mark *mark)
{
    static const char *const names[] = {"seg 0", "seg 1", "seg 2",
                                        "seg 3", "seg 4", "seg 5"};
    const struct slru *slru = self;
    mark->list = names[slru->d.entries[frame].list];
}

static void slru_why(const void *self, uint32_t victim,
                     const struct page_facts *left, char *text,
                     size_t size)
{
    const struct slru *slru = self;
    (void)victim;
    snprintf(text, size,
             "Segment %u is the lowest that has pages. Its oldest leaves: "
             "page %llu, last used at %u.",
             slru->from, (unsigned long long)left->number, left->used + 1);
}

static void slru_run(struct memory *memory,
                     const struct references *references);

const struct policy_type policy_slru = {
    .name = "slru",
    .title = "SLRU",
    .summary =
        "an LRU list in segments; each use lifts a page one segment",
    .rule = "The oldest page of the lowest segment leaves.",
    .source = "Karedla, Love, Wherry: Caching strategies to improve disk "
              "system performance, 1994",
    .cost = "16 bytes a frame; O(1), but lists are changed on every hit",
    .pseudocode =
        "hit(page):\n"
        "    move page to the young end of the next higher segment\n"
        "        (in the highest: of the same)\n"
        "    if that is too large: its oldest sinks to where page was\n"
        "fault(page):\n"
        "    if memory is full:\n"
        "        evict the oldest page of the lowest segment with pages\n"
        "    add page to the lowest segment that has room\n",
    .example = "1,2,3,4,1,5,6,1",
    .example_frames = 4,
    .parameters = slru_parameters,
    .bytes = slru_bytes,
    .init = slru_init,
    .hit = slru_hit,
    .victim = slru_victim,
    .load = slru_load,
    .mark = slru_mark,
    .why = slru_why,
    .run = slru_run,
};

MEMORY_LOOP(slru_run, policy_slru)
