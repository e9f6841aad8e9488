/* LIRS: what counts is not the last use, but how far apart the last two
 * were.
 *
 * Pages whose last two uses were close together (LIR: low inter-reference
 * recency) own nearly all of memory. The others (HIR) share a small queue
 * Q whose oldest page leaves. A stack S holds pages in the order of their
 * last use, HIR pages and even pages that left among them, down to the LIR
 * page used least recently. An HIR page that is used while it is in S was
 * used twice while that LIR page was used once: it becomes LIR, and the
 * other one HIR. S. Jiang, X. Zhang, "LIRS: an efficient low
 * inter-reference recency set replacement policy", SIGMETRICS 2002.
 *
 * As in the paper the first pages become LIR until their share is full. S
 * grows without limit there; here it remembers at most as many pages that
 * left as there are frames, the last ones to leave. Some simulators turn a
 * LIR page into an HIR page when a page of Q that is not in S is used; the
 * paper does not, and neither do we.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/directory.h"

enum { LIRS_HIR };

static const struct policy_parameter lirs_parameters[] = {
    [LIRS_HIR] = {"hir", "size of Q in percent of the frames", 1, 99, 1,
                  NULL},
    {0},
};

/* Pages in memory are in S, or outside of it and only in Q. Behind the
 * directory's entries stand second links: Q, for HIR frames, and for
 * ghosts the order in which they left. An entry's bit says that it is LIR.
 * With one frame there is no room for LIR pages (lir_most is 0), and all
 * are HIR. */
enum { STACK, OUTSIDE };

struct lirs {
    uint32_t lir, lir_most;
    uint32_t queue, left; /* heads in the second links */
    bool recalled;        /* the page to be loaded was in S */
    bool was_in_stack;    /* the last victim, for why() */
    struct directory d;
};

static inline struct link *lirs_links(struct lirs *lirs)
{
    return (struct link *)&lirs->d
        .entries[lirs->d.heads + DIRECTORY_LISTS + 1];
}

static inline size_t lirs_links_bytes(uint32_t frames)
{
    return ((size_t)frames * 2 + 2) * sizeof(struct link);
}

static size_t lirs_bytes(const struct policy_setup *setup)
{
    return sizeof(struct lirs) + directory_bytes(setup, setup->frames) +
           lirs_links_bytes(setup->frames);
}

static void lirs_init(void *self, const struct policy_setup *setup)
{
    struct lirs *lirs = self;
    uint64_t hir = setup->frames * setup->values[LIRS_HIR] / 100;
    lirs->lir_most = setup->frames - (hir ? (uint32_t)hir : 1);
    directory_init(&lirs->d, setup->frames, setup->frames);
    lirs->d.table_at += lirs_links_bytes(setup->frames);
    lirs->queue = setup->frames * 2;
    lirs->left = lirs->queue + 1;
    list_init(lirs_links(lirs), lirs->queue);
    list_init(lirs_links(lirs), lirs->left);
}

/* Takes a page that left out of S. */
static inline void lirs_forget(struct lirs *lirs, uint32_t ghost)
{
    list_remove(lirs_links(lirs), ghost);
    ghost_forget(&lirs->d, ghost);
}

/* At the bottom of S there is always an LIR page. */
static inline void lirs_prune(struct lirs *lirs)
{
    uint32_t head = directory_head(&lirs->d, STACK);
    for (;;) {
        uint32_t bottom = directory_oldest(&lirs->d, STACK);
        if (bottom == head || lirs->d.entries[bottom].bit)
            return;
        if (bottom < lirs->d.frames)
            directory_move(&lirs->d, OUTSIDE, bottom);
        else
            lirs_forget(lirs, bottom);
    }
}

/* The LIR page at the bottom of S gives its place to another page. */
static inline void lirs_demote_bottom(struct lirs *lirs)
{
    uint32_t bottom = directory_oldest(&lirs->d, STACK);
    lirs->d.entries[bottom].bit = 0;
    directory_move(&lirs->d, OUTSIDE, bottom);
    list_add_youngest(lirs_links(lirs), lirs->queue, bottom);
    lirs_prune(lirs);
}

static inline void lirs_hit(void *self, uint32_t frame,
                            const struct reference *reference)
{
    struct lirs *lirs = self;
    struct directory_entry *entry = &lirs->d.entries[frame];
    (void)reference;
    if (entry->bit) {
        bool bottom = directory_oldest(&lirs->d, STACK) == frame;
        directory_move(&lirs->d, STACK, frame);
        if (bottom)
            lirs_prune(lirs);
        return;
    }
    bool promoted = entry->list == STACK && lirs->lir_most > 0;
    list_remove(lirs_links(lirs), frame);
    directory_move(&lirs->d, STACK, frame);
    if (promoted) {
        entry->bit = 1;
        lirs_demote_bottom(lirs);
    } else {
        list_add_youngest(lirs_links(lirs), lirs->queue, frame);
        lirs_prune(lirs); /* with one frame S has no LIR page */
    }
}

/* The page of `frame` stays in S, but not in memory. */
static inline void lirs_remember(struct lirs *lirs, uint32_t frame)
{
    if (lirs->d.size[DIRECTORY_LISTS] == 0)
        lirs_forget(lirs, list_oldest(lirs_links(lirs), lirs->left));
    uint32_t ghost = ghost_replace(&lirs->d, frame);
    lirs->d.entries[ghost].bit = 0;
    list_add_youngest(lirs_links(lirs), lirs->left, ghost);
}

static inline uint32_t lirs_victim(void *self,
                                   const struct reference *reference)
{
    struct lirs *lirs = self;
    uint32_t ghost = ghost_find(&lirs->d, reference->page);
    lirs->recalled = ghost != NO_ENTRY;
    if (lirs->recalled)
        lirs_forget(lirs, ghost);
    uint32_t victim = list_oldest(lirs_links(lirs), lirs->queue);
    list_remove(lirs_links(lirs), victim);
    lirs->was_in_stack = lirs->d.entries[victim].list == STACK;
    if (lirs->was_in_stack)
        lirs_remember(lirs, victim);
    else
        directory_take(&lirs->d, victim);
    return victim;
}

static inline void lirs_load(void *self, uint32_t frame,
                             const struct reference *reference)
{
    struct lirs *lirs = self;
    bool room = lirs->lir < lirs->lir_most;
    lirs->d.entries[frame].bit = lirs->recalled || room;
    directory_load(&lirs->d, STACK, frame, reference->page);
    if (room)
        lirs->lir++;
    else if (lirs->recalled)
        lirs_demote_bottom(lirs);
    else
        list_add_youngest(lirs_links(lirs), lirs->queue, frame);
    lirs->recalled = false;
    if (lirs->lir_most == 0)
        lirs_prune(lirs);
}

static inline void lirs_fetch(const void *self, uint32_t page)
{
    const struct lirs *lirs = self;
    ghost_fetch(&lirs->d, page);
}

static void lirs_mark(const void *self, uint32_t frame,
                      struct frame_mark *mark)
{
    const struct lirs *lirs = self;
    const struct directory_entry *entry = &lirs->d.entries[frame];
    mark->list = entry->bit             ? "LIR"
                 : entry->list == STACK ? "HIR S"
                                        : "HIR";
}

static void lirs_tell(const void *self, const uint64_t *numbers,
                      char *text, size_t size)
{
    const struct lirs *lirs = self;
    size_t end = directory_tell(&lirs->d, STACK,
                                "S, bottom first:", numbers, text, size);
    if (end + 2 < size)
        snprintf(text + end, size - end, "  LIR %u of %u", lirs->lir,
                 lirs->lir_most);
}

static void lirs_why(const void *self, uint32_t victim,
                     const struct page_facts *left, char *text,
                     size_t size)
{
    const struct lirs *lirs = self;
    (void)victim;
    snprintf(
        text, size,
        "Page %llu is at the head of Q, the oldest of the HIR pages. %s",
        (unsigned long long)left->number,
        lirs->was_in_stack
            ? "It was in S, which remembers it."
            : "It was not in S any more, and is forgotten.");
}

static void lirs_run(struct memory *memory,
                     const struct references *references);

const struct policy_type policy_lirs = {
    .name = "lirs",
    .title = "LIRS",
    .summary = "keeps pages whose last two uses were close together",
    .rule = "The page at the head of Q leaves: the HIR page that has been "
            "there longest.",
    .source = "Jiang, Zhang: LIRS, an efficient low inter-reference "
              "recency set replacement policy, 2002",
    .cost = "48 bytes a frame and 4 a page; O(1) on average",
    .pseudocode =
        "hit(page):\n"
        "    LIR: move it to the top of S\n"
        "    HIR in S: it becomes LIR at the top of S; the LIR page at\n"
        "        the bottom of S becomes HIR at the end of Q\n"
        "    HIR not in S: to the top of S and to the end of Q\n"
        "fault(page):\n"
        "    if memory is full: the head of Q leaves;\n"
        "        if it is in S, S remembers it\n"
        "    fewer LIR pages than their share: page is LIR\n"
        "    page was remembered in S: it is LIR, as for a hit\n"
        "    else: it is HIR, at the top of S and the end of Q\n"
        "always: drop HIR pages from the bottom of S\n",
    .example = "1,2,3,1,4,3,5,4,1",
    .example_frames = 3,
    .parameters = lirs_parameters,
    .bytes = lirs_bytes,
    .init = lirs_init,
    .hit = lirs_hit,
    .victim = lirs_victim,
    .load = lirs_load,
    .fetch = lirs_fetch,
    .mark = lirs_mark,
    .tell = lirs_tell,
    .why = lirs_why,
    .run = lirs_run,
};

MEMORY_LOOP(lirs_run, policy_lirs)
