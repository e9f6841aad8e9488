/* ARC: two LRU lists, and the one that would have helped grows.
 *
 * T1 has pages used once lately, T2 pages used twice or more. B1 and B2
 * remember what left each of them. A fault for a page in B1 says that T1
 * was too small, and raises its target p; one for a page in B2 lowers it.
 * N. Megiddo, D. S. Modha, "ARC: a self-tuning, low overhead replacement
 * cache", FAST 2003. As in the paper p is a real number.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/directory.h"

enum { T1, T2, B1, B2 };

/* T1 and B1 together never have more than `frames` pages, and all four not
 * more than twice as many, so that `frames` ghosts are enough. */
struct arc {
    double p;      /* how many pages T1 should have */
    bool recalled; /* the page to be loaded was in B1 or B2 */
    uint8_t from;  /* the list of the last victim, for why() */
    struct directory d;
};

static size_t arc_bytes(const struct policy_setup *setup)
{
    return sizeof(struct arc) + directory_bytes(setup, setup->frames);
}

static void arc_init(void *self, const struct policy_setup *setup)
{
    struct arc *arc = self;
    directory_init(&arc->d, setup->frames, setup->frames);
}

static inline void arc_hit(void *self, uint32_t frame,
                           const struct reference *reference)
{
    struct arc *arc = self;
    (void)reference;
    directory_move(&arc->d, T2, frame);
}

/* A page that is remembered was asked for: the list that it left should
 * have been larger. */
static inline void arc_adapt(struct arc *arc, unsigned list)
{
    double b1 = arc->d.size[B1], b2 = arc->d.size[B2];
    if (list == B1) {
        arc->p += b2 > b1 ? b2 / b1 : 1;
        arc->p = arc->p < arc->d.frames ? arc->p : arc->d.frames;
    } else {
        arc->p -= b1 > b2 ? b1 / b2 : 1;
        arc->p = arc->p > 0 ? arc->p : 0;
    }
}

/* The paper's REPLACE. `in_b2`: the page to be loaded was there. */
static inline uint32_t arc_replace(struct arc *arc, bool in_b2)
{
    uint32_t t1 = arc->d.size[T1];
    bool first = t1 > 0 && (t1 > arc->p || (in_b2 && t1 == arc->p));
    if (arc->d.size[T2] == 0)
        first = true;
    arc->from = first ? T1 : T2;
    uint32_t victim = directory_oldest(&arc->d, arc->from);
    directory_take(&arc->d, victim);
    ghost_remember(&arc->d, first ? B1 : B2, victim);
    return victim;
}

/* A page that is neither in memory nor remembered. */
static inline uint32_t arc_replace_for_new(struct arc *arc)
{
    const uint32_t *size = arc->d.size;
    if (size[T1] + size[B1] < arc->d.frames) {
        if (size[T1] + size[T2] + size[B1] + size[B2] ==
            2 * (uint64_t)arc->d.frames)
            ghost_forget(&arc->d, directory_oldest(&arc->d, B2));
    } else if (size[B1] > 0) {
        ghost_forget(&arc->d, directory_oldest(&arc->d, B1));
    } else { /* T1 fills the memory: its oldest is not even remembered */
        uint32_t victim = directory_oldest(&arc->d, T1);
        arc->from = T1;
        directory_take(&arc->d, victim);
        return victim;
    }
    return arc_replace(arc, false);
}

static inline uint32_t arc_victim(void *self,
                                  const struct reference *reference)
{
    struct arc *arc = self;
    uint32_t ghost = ghost_find(&arc->d, reference->page);
    arc->recalled = ghost != NO_ENTRY;
    if (!arc->recalled)
        return arc_replace_for_new(arc);
    unsigned list = arc->d.entries[ghost].list;
    arc_adapt(arc, list);
    ghost_forget(&arc->d, ghost);
    return arc_replace(arc, list == B2);
}

static inline void arc_load(void *self, uint32_t frame,
                            const struct reference *reference)
{
    struct arc *arc = self;
    directory_load(&arc->d, arc->recalled ? T2 : T1, frame,
                   reference->page);
    arc->recalled = false;
}

static inline void arc_fetch(const void *self, uint32_t page)
{
    const struct arc *arc = self;
    ghost_fetch(&arc->d, page);
}

static void arc_mark(const void *self, uint32_t frame,
                     struct frame_mark *mark)
{
    const struct arc *arc = self;
    mark->list = arc->d.entries[frame].list == T2 ? "T2" : "T1";
}

static void arc_tell(const void *self, const uint64_t *numbers, char *text,
                     size_t size)
{
    const struct arc *arc = self;
    size_t end = (size_t)snprintf(text, size, "p %.2f  ", arc->p);
    end += directory_tell(&arc->d, B1, "B1:", numbers, text + end,
                          size - end);
    directory_tell(&arc->d, B2, "  B2:", numbers, text + end, size - end);
}

static void arc_why(const void *self, uint32_t victim,
                    const struct page_facts *left, char *text, size_t size)
{
    const struct arc *arc = self;
    (void)victim;
    snprintf(text, size,
             "T1 should have %.2f pages, so that %s gives one: page %llu, "
             "its least recently used, last used at %u.",
             arc->p, arc->from == T1 ? "T1" : "T2",
             (unsigned long long)left->number, left->used + 1);
}

static void arc_run(struct memory *memory,
                    const struct references *references);

const struct policy_type policy_arc = {
    .name = "arc",
    .title = "ARC",
    .summary = "two LRU lists, for pages used once and more often, whose "
               "sizes adapt",
    .rule =
        "T1 gives its least recently used page if it has more than p "
        "pages, else T2 gives one; what left is remembered in B1 or B2.",
    .source = "Megiddo, Modha: ARC, a self-tuning, low overhead "
              "replacement cache, 2003",
    .cost = "32 bytes a frame and 4 a page; O(1)",
    .pseudocode =
        "hit(page):\n"
        "    move page to the young end of T2\n"
        "fault(page), memory is full:\n"
        "    page in B1: p = min(p + max(|B2| / |B1|, 1), frames)\n"
        "    page in B2: p = max(p - max(|B1| / |B2|, 1), 0)\n"
        "    neither:    if |T1| + |B1| = frames: forget the oldest of "
        "B1\n"
        "                else if all four have 2 * frames:\n"
        "                    forget the oldest of B2\n"
        "    if |T1| > p, or |T1| = p and page is in B2:\n"
        "        the oldest of T1 leaves, and is remembered in B1\n"
        "    else: the oldest of T2 leaves, and is remembered in B2\n"
        "    add page to T2 if it was in B1 or B2, else to T1\n",
    .example = "1,2,1,3,4,2,5,4,2",
    .example_frames = 3,
    .bytes = arc_bytes,
    .init = arc_init,
    .hit = arc_hit,
    .victim = arc_victim,
    .load = arc_load,
    .fetch = arc_fetch,
    .mark = arc_mark,
    .tell = arc_tell,
    .why = arc_why,
    .run = arc_run,
};

MEMORY_LOOP(arc_run, policy_arc)
