/* CLOCK-Pro: LIRS as a clock. Hot pages, cold pages, and a time on
 * probation.
 *
 * All pages stand in one circle, with pages that left among them. A cold
 * page is on probation (in its test period) when it comes: if it is used
 * before the period ends, be it in memory or not, it becomes hot. Three
 * hands go round. The cold hand looks for a victim among the cold pages;
 * the hot hand turns hot pages that were not used into cold ones, and ends
 * test periods on its way; the test hand forgets pages that left when they
 * are more than there are frames. Each success of a page on probation
 * gives cold pages one frame more, each failure one less. S. Jiang, F.
 * Chen, X. Zhang, "CLOCK-Pro: an effective improvement of the CLOCK
 * replacement", USENIX ATC 2005.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/directory.h"

/* An entry's bit is the reference bit, its count what it is. New pages
 * come in behind the hot hand, which meets them last. A hand may rest on
 * the head of the list, which is no page. */
enum { RING };
enum { COLD, PROBATION, HOT, LEFT };
enum { HAND_COLD, HAND_HOT, HAND_TEST, HANDS };

struct clock_pro {
    uint32_t hand[HANDS];
    uint32_t hot, left; /* hot pages; pages that left */
    uint32_t cold_most; /* frames for cold pages: 1 … frames */
    uint32_t passed;    /* pages that the cold hand passed, for why() */
    bool recalled;      /* the page to be loaded was on probation */
    bool remembered;    /* the last victim is, for why() */
    struct directory d;
};

static size_t clock_pro_bytes(const struct policy_setup *setup)
{
    return sizeof(struct clock_pro) +
           directory_bytes(setup, (size_t)setup->frames + 1);
}

static void clock_pro_init(void *self, const struct policy_setup *setup)
{
    struct clock_pro *pro = self;
    directory_init(&pro->d, setup->frames, setup->frames + 1);
    for (int i = 0; i < HANDS; i++)
        pro->hand[i] = directory_head(&pro->d, RING);
    pro->cold_most = 1;
}

static inline void clock_pro_hit(void *self, uint32_t frame,
                                 const struct reference *reference)
{
    struct clock_pro *pro = self;
    (void)reference;
    pro->d.entries[frame].bit = 1;
}

/* The page at a hand, which moves on. */
static inline uint32_t clock_pro_next(struct clock_pro *pro, unsigned hand)
{
    uint32_t at = pro->hand[hand];
    if (at == directory_head(&pro->d, RING))
        at = directory_oldest(&pro->d, RING);
    pro->hand[hand] = entry_link(&pro->d, at)->younger;
    return at;
}

/* Hands that point at an entry go to the one behind it. */
static inline void clock_pro_avoid(struct clock_pro *pro, uint32_t entry)
{
    for (int i = 0; i < HANDS; i++)
        if (pro->hand[i] == entry)
            pro->hand[i] = entry_link(&pro->d, entry)->younger;
}

/* Right behind the hot hand. */
static inline void clock_pro_insert(struct clock_pro *pro, uint32_t entry)
{
    uint32_t hot = pro->hand[HAND_HOT];
    directory_put_after(&pro->d, entry_link(&pro->d, hot)->older, entry,
                        RING);
}

static inline void clock_pro_forget(struct clock_pro *pro, uint32_t ghost)
{
    clock_pro_avoid(pro, ghost);
    ghost_forget(&pro->d, ghost);
    pro->left--;
}

/* A test period ends without a use. */
static inline void clock_pro_fail(struct clock_pro *pro, uint32_t entry)
{
    struct directory_entry *at = &pro->d.entries[entry];
    if (at->count == LEFT)
        clock_pro_forget(pro, entry);
    else if (at->count == PROBATION)
        at->count = COLD;
    else
        return;
    pro->cold_most -= pro->cold_most > 1;
}

/* Until there are no more hot pages than there is room for. */
static inline void clock_pro_cool(struct clock_pro *pro)
{
    while (pro->hot > pro->d.frames - pro->cold_most) {
        uint32_t at = clock_pro_next(pro, HAND_HOT);
        struct directory_entry *entry = &pro->d.entries[at];
        if (entry->count != HOT) {
            clock_pro_fail(pro, at);
        } else if (entry->bit) {
            entry->bit = 0;
        } else {
            entry->count = COLD;
            pro->hot--;
        }
    }
}

static inline void clock_pro_succeed(struct clock_pro *pro)
{
    pro->cold_most += pro->cold_most < pro->d.frames;
}

/* A cold page that was used: it becomes hot, or is put on probation. */
static inline void clock_pro_spare(struct clock_pro *pro, uint32_t frame)
{
    struct directory_entry *entry = &pro->d.entries[frame];
    entry->bit = 0;
    clock_pro_avoid(pro, frame);
    directory_take(&pro->d, frame);
    clock_pro_insert(pro, frame);
    if (entry->count == COLD) {
        entry->count = PROBATION;
        return;
    }
    entry->count = HOT;
    pro->hot++;
    clock_pro_succeed(pro);
    clock_pro_cool(pro);
}

/* The page of `frame` leaves; on probation it is remembered in its place.
 */
static inline void clock_pro_leave(struct clock_pro *pro, uint32_t frame)
{
    pro->remembered = pro->d.entries[frame].count == PROBATION;
    if (!pro->remembered) {
        clock_pro_avoid(pro, frame);
        directory_take(&pro->d, frame);
        return;
    }
    uint32_t ghost = ghost_replace(&pro->d, frame);
    pro->d.entries[ghost].count = LEFT;
    for (int i = 0; i < HANDS; i++)
        if (pro->hand[i] == frame)
            pro->hand[i] = ghost;
    pro->left++;
    while (pro->left > pro->d.frames)
        clock_pro_fail(pro, clock_pro_next(pro, HAND_TEST));
}

static inline uint32_t clock_pro_victim(void *self,
                                        const struct reference *reference)
{
    struct clock_pro *pro = self;
    uint32_t ghost = ghost_find(&pro->d, reference->page);
    pro->recalled = ghost != NO_ENTRY;
    if (pro->recalled) {
        clock_pro_forget(pro, ghost);
        clock_pro_succeed(pro);
    }
    for (pro->passed = 0;;) {
        uint32_t at = clock_pro_next(pro, HAND_COLD);
        struct directory_entry *entry = &pro->d.entries[at];
        if (entry->count == HOT || entry->count == LEFT)
            continue;
        if (!entry->bit) {
            clock_pro_leave(pro, at);
            return at;
        }
        clock_pro_spare(pro, at);
        pro->passed++;
    }
}

static inline void clock_pro_load(void *self, uint32_t frame,
                                  const struct reference *reference)
{
    struct clock_pro *pro = self;
    struct directory_entry *entry = &pro->d.entries[frame];
    entry->bit = 0;
    entry->page = reference->page;
    entry->count = pro->recalled ? HOT : PROBATION;
    clock_pro_insert(pro, frame);
    pro->hot += pro->recalled;
    pro->recalled = false;
    clock_pro_cool(pro);
}

static inline void clock_pro_fetch(const void *self, uint32_t page)
{
    const struct clock_pro *pro = self;
    ghost_fetch(&pro->d, page);
}

static void clock_pro_mark(const void *self, uint32_t frame,
                           struct frame_mark *mark)
{
    static const char *const names[] = {"cold", "test", "hot", ""};
    const struct clock_pro *pro = self;
    uint32_t at = pro->hand[HAND_COLD];
    if (at == directory_head(&pro->d, RING))
        at = directory_oldest(&pro->d, RING);
    mark->bits = pro->d.entries[frame].bit;
    mark->list = names[pro->d.entries[frame].count];
    mark->hand = at == frame;
}

static void clock_pro_tell(const void *self, const uint64_t *numbers,
                           char *text, size_t size)
{
    const struct clock_pro *pro = self;
    int end = snprintf(text, size,
                       "cold pages may have %u of %u frames; "
                       "left while on probation:",
                       pro->cold_most, pro->d.frames);
    uint32_t entry = directory_oldest(&pro->d, RING), shown = 0;
    for (; entry != directory_head(&pro->d, RING) && shown < 12;
         entry = pro->d.entries[entry].link.younger) {
        if (pro->d.entries[entry].count != LEFT || end >= (int)size)
            continue;
        end += snprintf(
            text + end, size - (size_t)end, " %llu",
            (unsigned long long)numbers[pro->d.entries[entry].page]);
        shown++;
    }
    if (shown == 0 && end < (int)size)
        snprintf(text + end, size - (size_t)end, " -");
}

static void clock_pro_why(const void *self, uint32_t victim,
                          const struct page_facts *left, char *text,
                          size_t size)
{
    const struct clock_pro *pro = self;
    (void)victim;
    snprintf(text, size,
             "The cold hand spared %u cold page%s that had been used, and "
             "stopped at page %llu, which had not. It is %s.",
             pro->passed, pro->passed == 1 ? "" : "s",
             (unsigned long long)left->number,
             pro->remembered ? "on probation, and remembered"
                             : "forgotten");
}

static void clock_pro_run(struct memory *memory,
                          const struct references *references);

const struct policy_type policy_clock_pro = {
    .name = "clock-pro",
    .title = "CLOCKPRO",
    .summary = "a clock for LIRS: cold pages that return while on "
               "probation become hot",
    .rule = "From the cold hand on, the first cold page whose bit is "
            "clear leaves; one whose bit is set becomes hot if it is on "
            "probation, else it goes on probation.",
    .source = "Jiang, Chen, Zhang: CLOCK-Pro, an effective improvement of "
              "the CLOCK replacement, 2005",
    .cost = "32 bytes a frame and 4 a page; a hit sets a bit, a fault "
            "moves the hands",
    .pseudocode =
        "hit(page):\n"
        "    bit[page] = 1\n"
        "fault(page):\n"
        "    if memory is full, the cold hand goes on:\n"
        "        cold page, bit 0: it leaves; on probation it is "
        "remembered\n"
        "        cold page, bit 1: bit = 0; on probation it becomes hot,\n"
        "            else it goes on probation, behind the hot hand\n"
        "    page was remembered: it is hot; else it is cold, on "
        "probation\n"
        "    while there are too many hot pages, the hot hand goes on:\n"
        "        hot page, bit 1: bit = 0\n"
        "        hot page, bit 0: it is cold\n"
        "        any other: its probation ends, cold pages get a frame "
        "less\n"
        "a page on probation became hot: cold pages get a frame more\n",
    .example = "1,2,3,1,4,2,5,2,4",
    .example_frames = 3,
    .bytes = clock_pro_bytes,
    .init = clock_pro_init,
    .hit = clock_pro_hit,
    .victim = clock_pro_victim,
    .load = clock_pro_load,
    .fetch = clock_pro_fetch,
    .mark = clock_pro_mark,
    .tell = clock_pro_tell,
    .why = clock_pro_why,
    .run = clock_pro_run,
};

MEMORY_LOOP(clock_pro_run, policy_clock_pro)
