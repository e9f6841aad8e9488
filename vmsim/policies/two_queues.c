/* 2Q: a page must be used again after it left before it is taken
 * seriously.
 *
 * New pages go through a FIFO queue, A1in. What leaves it is remembered in
 * a second queue, A1out, without its contents. A page that is used while
 * it is remembered there goes to Am, an LRU list; so a long scan passes
 * through A1in and does not touch Am. T. Johnson, D. Shasha, "2Q: a low
 * overhead high performance buffer management replacement algorithm", VLDB
 * 1994 (the full version; the sizes are the paper's).
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/directory.h"

enum { TWO_QUEUES_IN, TWO_QUEUES_OUT };

static const struct policy_parameter two_queues_parameters[] = {
    [TWO_QUEUES_IN] = {"in", "size of A1in in percent of the frames", 1,
                       99, 25, NULL},
    [TWO_QUEUES_OUT] = {"out", "pages in A1out in percent of the frames",
                        1, 1000, 50, NULL},
    {0},
};

enum { A1IN, A1OUT, AM };

struct two_queues {
    uint32_t in, out; /* sizes of A1in and A1out, at least 1 */
    bool recalled;    /* the page to be loaded was in A1out */
    uint8_t from;     /* the list of the last victim, for why() */
    struct directory d;
};

static inline uint32_t two_queues_part(const struct policy_setup *setup,
                                       unsigned parameter)
{
    uint64_t part = setup->frames * setup->values[parameter] / 100;
    return part ? (uint32_t)part : 1;
}

static size_t two_queues_bytes(const struct policy_setup *setup)
{
    return sizeof(struct two_queues) +
           directory_bytes(setup, two_queues_part(setup, TWO_QUEUES_OUT));
}

static void two_queues_init(void *self, const struct policy_setup *setup)
{
    struct two_queues *q = self;
    q->in = two_queues_part(setup, TWO_QUEUES_IN);
    q->out = two_queues_part(setup, TWO_QUEUES_OUT);
    directory_init(&q->d, setup->frames, q->out);
}

static inline void two_queues_hit(void *self, uint32_t frame,
                                  const struct reference *reference)
{
    struct two_queues *q = self;
    (void)reference;
    if (q->d.entries[frame].list == AM)
        directory_move(&q->d, AM, frame);
}

static inline uint32_t two_queues_victim(void *self,
                                         const struct reference *reference)
{
    struct two_queues *q = self;
    uint32_t ghost = ghost_find(&q->d, reference->page);
    q->recalled = ghost != NO_ENTRY;
    if (q->recalled)
        ghost_forget(&q->d, ghost);
    bool in = q->d.size[A1IN] > q->in || q->d.size[AM] == 0;
    q->from = in ? A1IN : AM;
    uint32_t victim = directory_oldest(&q->d, q->from);
    directory_take(&q->d, victim);
    if (in) {
        if (q->d.size[A1OUT] == q->out)
            ghost_forget(&q->d, directory_oldest(&q->d, A1OUT));
        ghost_remember(&q->d, A1OUT, victim);
    }
    return victim;
}

static inline void two_queues_load(void *self, uint32_t frame,
                                   const struct reference *reference)
{
    struct two_queues *q = self;
    directory_load(&q->d, q->recalled ? AM : A1IN, frame, reference->page);
    q->recalled = false;
}

static inline void two_queues_fetch(const void *self, uint32_t page)
{
    const struct two_queues *q = self;
    ghost_fetch(&q->d, page);
}

static void two_queues_mark(const void *self, uint32_t frame,
                            struct frame_mark *mark)
{
    const struct two_queues *q = self;
    mark->list = q->d.entries[frame].list == AM ? "Am" : "A1in";
}

static void two_queues_tell(const void *self, const uint64_t *numbers,
                            char *text, size_t size)
{
    const struct two_queues *q = self;
    directory_tell(&q->d, A1OUT, "remembered in A1out:", numbers, text,
                   size);
}

static void two_queues_why(const void *self, uint32_t victim,
                           const struct page_facts *left, char *text,
                           size_t size)
{
    const struct two_queues *q = self;
    (void)victim;
    unsigned long long page = left->number;
    if (q->from == A1IN)
        snprintf(
            text, size,
            "A1in may have %u page%s and had more, or Am had none: its "
            "oldest page %llu leaves, and is remembered in A1out.",
            q->in, q->in == 1 ? "" : "s", page);
    else
        snprintf(
            text, size,
            "A1in has no more than its %u page%s, so the least recently "
            "used page of Am leaves: %llu. It is not remembered.",
            q->in, q->in == 1 ? "" : "s", page);
}

static void two_queues_run(struct memory *memory,
                           const struct references *references);

const struct policy_type policy_two_queues = {
    .name = "2q",
    .title = "2Q",
    .summary = "new pages wait in a FIFO queue; those that return after "
               "leaving it go to an LRU list",
    .rule = "If A1in has more than its share, its oldest page leaves and "
            "is remembered; else the least recently used page of Am.",
    .source = "Johnson, Shasha: 2Q, a low overhead high performance "
              "buffer management replacement algorithm, 1994",
    .cost = "24 bytes a frame and 4 a page; O(1)",
    .pseudocode =
        "hit(page):\n"
        "    if page is in Am: move it to the young end of Am\n"
        "fault(page):\n"
        "    if memory is full:\n"
        "        if A1in has more than in pages:\n"
        "            evict its oldest, remember it in A1out,\n"
        "                which forgets its oldest beyond out\n"
        "        else: evict the least recently used page of Am\n"
        "    if page was remembered in A1out: add it to Am\n"
        "    else: add it to A1in\n",
    .example = "1,2,3,4,5,1,6,7,1",
    .example_frames = 4,
    .parameters = two_queues_parameters,
    .bytes = two_queues_bytes,
    .init = two_queues_init,
    .hit = two_queues_hit,
    .victim = two_queues_victim,
    .load = two_queues_load,
    .fetch = two_queues_fetch,
    .mark = two_queues_mark,
    .tell = two_queues_tell,
    .why = two_queues_why,
    .run = two_queues_run,
};

MEMORY_LOOP(two_queues_run, policy_two_queues)
