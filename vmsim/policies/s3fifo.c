/* S3-FIFO: three FIFO queues. Most pages are used once; be quick to drop
 * them.
 *
 * New pages enter a small queue S. At its end a page that was used at
 * least `threshold` times again goes to the main queue M, others leave and
 * are remembered in a ghost queue. A page that comes back while it is
 * remembered goes to M at once. At the end of M a page that was used goes
 * round again, with a frequency one less. J. Yang, Y. Zhang, Z. Qiu, Y.
 * Yue, K. V. Rashmi, "FIFO queues are all you need for cache eviction",
 * SOSP 2023. The paper moves a page at a frequency above 1, which is
 * threshold=2.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/directory.h"

enum { S3FIFO_SMALL, S3FIFO_GHOST, S3FIFO_THRESHOLD };

static const struct policy_parameter s3fifo_parameters[] = {
    [S3FIFO_SMALL] = {"small", "size of S in percent of the frames", 1, 99,
                      10, NULL},
    [S3FIFO_GHOST] = {"ghost", "remembered pages in percent of the frames",
                      1, 1000, 90, NULL},
    [S3FIFO_THRESHOLD] = {"threshold",
                          "uses again that move a page from S to M", 1, 3,
                          2, NULL},
    {0},
};

/* A greater frequency makes no difference. */
enum { SMALL, MAIN, GHOST, S3FIFO_MOST = 3 };

struct s3fifo {
    uint32_t main, ghost;      /* sizes of M and of the ghost queue */
    uint32_t threshold, moved; /* moved, from: for why() */
    bool recalled;             /* the page to be loaded was remembered */
    uint8_t from;
    struct directory d; /* an entry's bit is its frequency */
};

static inline uint32_t s3fifo_part(const struct policy_setup *setup,
                                   unsigned parameter)
{
    uint64_t part = setup->frames * setup->values[parameter] / 100;
    return part ? (uint32_t)part : 1;
}

static size_t s3fifo_bytes(const struct policy_setup *setup)
{
    return sizeof(struct s3fifo) +
           directory_bytes(setup, s3fifo_part(setup, S3FIFO_GHOST));
}

static void s3fifo_init(void *self, const struct policy_setup *setup)
{
    struct s3fifo *s3 = self;
    s3->main = setup->frames - s3fifo_part(setup, S3FIFO_SMALL);
    s3->ghost = s3fifo_part(setup, S3FIFO_GHOST);
    s3->threshold = (uint32_t)setup->values[S3FIFO_THRESHOLD];
    directory_init(&s3->d, setup->frames, s3->ghost);
}

static inline void s3fifo_hit(void *self, uint32_t frame,
                              const struct reference *reference)
{
    struct s3fifo *s3 = self;
    (void)reference;
    uint8_t *frequency = &s3->d.entries[frame].bit;
    if (*frequency < S3FIFO_MOST)
        (*frequency)++;
}

static inline void s3fifo_remember(struct s3fifo *s3, uint32_t frame)
{
    if (s3->d.size[GHOST] == s3->ghost)
        ghost_forget(&s3->d, directory_oldest(&s3->d, GHOST));
    ghost_remember(&s3->d, GHOST, frame);
}

/* Looks at the oldest page of S or M: it leaves, or it goes to M. */
static inline bool s3fifo_try(struct s3fifo *s3, unsigned list,
                              uint32_t frame)
{
    uint8_t *frequency = &s3->d.entries[frame].bit;
    if (*frequency >= (list == MAIN ? 1 : s3->threshold)) {
        *frequency = list == MAIN ? *frequency - 1 : 0;
        directory_move(&s3->d, MAIN, frame);
        return false;
    }
    directory_take(&s3->d, frame);
    if (list == SMALL)
        s3fifo_remember(s3, frame);
    return true;
}

static inline uint32_t s3fifo_victim(void *self,
                                     const struct reference *reference)
{
    struct s3fifo *s3 = self;
    uint32_t ghost = ghost_find(&s3->d, reference->page);
    s3->recalled = ghost != NO_ENTRY;
    if (s3->recalled)
        ghost_forget(&s3->d, ghost);
    unsigned list = s3->d.size[MAIN] > s3->main ? MAIN : SMALL;
    for (s3->moved = 0;; s3->moved++) {
        if (s3->d.size[SMALL] == 0)
            list = MAIN;
        uint32_t frame = directory_oldest(&s3->d, list);
        if (s3fifo_try(s3, list, frame)) {
            s3->from = (uint8_t)list;
            return frame;
        }
    }
}

static inline void s3fifo_load(void *self, uint32_t frame,
                               const struct reference *reference)
{
    struct s3fifo *s3 = self;
    s3->d.entries[frame].bit = 0;
    directory_load(&s3->d, s3->recalled ? MAIN : SMALL, frame,
                   reference->page);
    s3->recalled = false;
}

static inline void s3fifo_fetch(const void *self, uint32_t page)
{
    const struct s3fifo *s3 = self;
    ghost_fetch(&s3->d, page);
}

static void s3fifo_mark(const void *self, uint32_t frame,
                        struct frame_mark *mark)
{
    const struct s3fifo *s3 = self;
    mark->bits = s3->d.entries[frame].bit;
    mark->list = s3->d.entries[frame].list == MAIN ? "M" : "S";
}

static void s3fifo_tell(const void *self, const uint64_t *numbers,
                        char *text, size_t size)
{
    const struct s3fifo *s3 = self;
    directory_tell(&s3->d, GHOST, "remembered:", numbers, text, size);
}

static void s3fifo_why(const void *self, uint32_t victim,
                       const struct page_facts *left, char *text,
                       size_t size)
{
    const struct s3fifo *s3 = self;
    (void)victim;
    const char *queue = s3->from == MAIN ? "M" : "S";
    char passed[80] = "";
    if (s3->moved)
        snprintf(passed, sizeof passed,
                 "%u page%s used again and went to M. Then ", s3->moved,
                 s3->moved == 1 ? " was" : "s were");
    snprintf(text, size,
             "%s%s page %llu was at the end of %s, and not used %s.",
             passed, s3->moved ? "the" : "The",
             (unsigned long long)left->number, queue,
             s3->from == MAIN ? "again" : "often enough");
}

static void s3fifo_run(struct memory *memory,
                       const struct references *references);

const struct policy_type policy_s3fifo = {
    .name = "s3fifo",
    .title = "S3-FIFO",
    .summary = "a small FIFO queue lets most pages pass; what is used "
               "again goes to the main one",
    .rule = "The oldest page of S leaves unless it was used enough to go "
            "to M; when M is over its size, its oldest not used again.",
    .source = "Yang, Zhang, Qiu, Yue, Rashmi: FIFO queues are all you "
              "need for cache eviction, 2023",
    .cost = "31 bytes a frame and 4 a page; a hit adds to a counter, a "
            "fault moves pages",
    .pseudocode =
        "hit(page):\n"
        "    f[page] = min(f[page] + 1, 3)\n"
        "fault(page):\n"
        "    while memory is full:\n"
        "        if M is larger than its share, or S is empty:\n"
        "            x = oldest of M\n"
        "            if f[x] > 0: f[x] -= 1, x goes to the tail of M\n"
        "            else: x leaves\n"
        "        else:\n"
        "            x = oldest of S\n"
        "            if f[x] >= threshold: f[x] = 0, x goes to M\n"
        "            else: x leaves, and is remembered\n"
        "    if page was remembered: add it to M, else to S; f[page] = "
        "0\n",
    .example = "1,2,1,1,3,4,5,2,6",
    .example_frames = 4,
    .parameters = s3fifo_parameters,
    .bytes = s3fifo_bytes,
    .init = s3fifo_init,
    .hit = s3fifo_hit,
    .victim = s3fifo_victim,
    .load = s3fifo_load,
    .fetch = s3fifo_fetch,
    .mark = s3fifo_mark,
    .tell = s3fifo_tell,
    .why = s3fifo_why,
    .run = s3fifo_run,
};

MEMORY_LOOP(s3fifo_run, policy_s3fifo)
