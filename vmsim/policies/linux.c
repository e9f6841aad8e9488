/* LINUX: an inactive list, an active list, and the refault distance.
 *
 * Pages come in at the young end of the inactive list; the processor sets
 * their bit when they are used. When memory is short, the inactive list is
 * looked at from its old end: a page whose bit is set is spared once, and
 * the second time it goes to the active list; a page whose bit is clear
 * leaves. If the inactive list is shorter than the active one, the oldest
 * active pages go to it first. A page that leaves is marked with the
 * number of pages that left (or became active) so far. When it comes back,
 * the difference is the number of frames that it lacked: if that is no
 * more than there are active pages, it is active at once. J. Weiner, "mm:
 * thrash detection-based file cache sizing", Linux 3.15, 2014; mm/vmscan.c
 * and mm/workingset.c. This is a model: one list pair, no zones, no
 * difference between files and anonymous memory, no batches.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/directory.h"

enum { INACTIVE, ACTIVE };

/* An entry's bit is the processor's, its count says that it was spared. In
 * the place of the directory's table stands, by page, the age at which it
 * left, plus 1. */
struct linux_lists {
    uint32_t age;    /* pages that left or became active */
    uint32_t spared; /* in the last search, for why() */
    bool refault;    /* the page loaded last was active at once */
    struct directory d;
};

static size_t linux_bytes(const struct policy_setup *setup)
{
    return sizeof(struct linux_lists) + directory_bytes(setup, 0) +
           (size_t)setup->pages * sizeof(uint32_t);
}

static void linux_init(void *self, const struct policy_setup *setup)
{
    struct linux_lists *lists = self;
    directory_init(&lists->d, setup->frames, 0);
}

static inline void linux_hit(void *self, uint32_t frame,
                             const struct reference *reference)
{
    struct linux_lists *lists = self;
    (void)reference;
    lists->d.entries[frame].bit = 1;
}

/* The active list is not longer than the inactive one. */
static inline void linux_balance(struct linux_lists *lists)
{
    while (lists->d.size[INACTIVE] < lists->d.size[ACTIVE]) {
        uint32_t oldest = directory_oldest(&lists->d, ACTIVE);
        lists->d.entries[oldest].bit = 0;
        directory_move(&lists->d, INACTIVE, oldest);
    }
}

static inline uint32_t linux_victim(void *self,
                                    const struct reference *reference)
{
    struct linux_lists *lists = self;
    (void)reference;
    for (lists->spared = 0;; lists->spared++) {
        linux_balance(lists);
        uint32_t oldest = directory_oldest(&lists->d, INACTIVE);
        struct directory_entry *entry = &lists->d.entries[oldest];
        if (!entry->bit) {
            directory_take(&lists->d, oldest);
            directory_table(&lists->d)[entry->page] = ++lists->age;
            return oldest;
        }
        entry->bit = 0;
        bool again = entry->count;
        entry->count = !again;
        lists->age += again;
        directory_move(&lists->d, again ? ACTIVE : INACTIVE, oldest);
    }
}

static inline void linux_load(void *self, uint32_t frame,
                              const struct reference *reference)
{
    struct linux_lists *lists = self;
    uint32_t left = directory_table(&lists->d)[reference->page];
    uint32_t distance = lists->age - left;
    lists->refault = left && distance <= lists->d.size[ACTIVE];
    lists->age += lists->refault;
    lists->d.entries[frame].bit = 0;
    lists->d.entries[frame].count = 0;
    directory_load(&lists->d, lists->refault ? ACTIVE : INACTIVE, frame,
                   reference->page);
}

static inline void linux_fetch(const void *self, uint32_t page)
{
    const struct linux_lists *lists = self;
    ghost_fetch(&lists->d, page);
}

static void linux_mark(const void *self, uint32_t frame,
                       struct frame_mark *mark)
{
    const struct linux_lists *lists = self;
    const struct directory_entry *entry = &lists->d.entries[frame];
    mark->bits = entry->bit;
    mark->list = entry->list == ACTIVE ? "active"
                 : entry->count        ? "spared"
                                       : "inact.";
}

static void linux_tell(const void *self, const uint64_t *numbers,
                       char *text, size_t size)
{
    const struct linux_lists *lists = self;
    (void)numbers;
    snprintf(text, size, "%u inactive, %u active; age %u%s",
             lists->d.size[INACTIVE], lists->d.size[ACTIVE], lists->age,
             lists->refault ? "; the page came back soon: active" : "");
}

static void linux_why(const void *self, uint32_t victim,
                      const struct page_facts *left, char *text,
                      size_t size)
{
    const struct linux_lists *lists = self;
    (void)victim;
    snprintf(text, size,
             "From the old end of the inactive list %u page%s used, and "
             "spared. Page %llu is the first that was not used.",
             lists->spared, lists->spared == 1 ? " was" : "s were",
             (unsigned long long)left->number);
}

static void linux_run(struct memory *memory,
                      const struct references *references);

const struct policy_type policy_linux = {
    .name = "linux",
    .title = "LINUX",
    .summary = "active and inactive lists; a page that returns soon is "
               "active at once",
    .rule = "From the old end of the inactive list: pages that were used "
            "are spared, the second time they become active; the first "
            "that was not used leaves.",
    .source = "Weiner: thrash detection-based file cache sizing, Linux "
              "3.15, 2014",
    .cost = "16 bytes a frame and 4 a page; a hit sets a bit, a fault "
            "moves pages",
    .pseudocode =
        "hit(page):\n"
        "    bit[page] = 1\n"
        "fault(page):\n"
        "    while memory is full:\n"
        "        while |inactive| < |active|:\n"
        "            move the oldest active page to inactive; its bit = "
        "0\n"
        "        x = oldest inactive page\n"
        "        bit[x] = 0: x leaves; left[x] = age += 1\n"
        "        bit[x] = 1: bit[x] = 0; the first time: to the young "
        "end\n"
        "            of inactive; the second: to active, age += 1\n"
        "    if page left before and age - left[page] <= |active|:\n"
        "        add page to active; age += 1\n"
        "    else: add page to inactive\n",
    .example = "1,2,1,3,4,1,5,2,1",
    .example_frames = 4,
    .bytes = linux_bytes,
    .init = linux_init,
    .hit = linux_hit,
    .victim = linux_victim,
    .load = linux_load,
    .fetch = linux_fetch,
    .mark = linux_mark,
    .tell = linux_tell,
    .why = linux_why,
    .run = linux_run,
};

MEMORY_LOOP(linux_run, policy_linux)
