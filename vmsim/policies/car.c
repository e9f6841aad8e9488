/* CAR: ARC with clocks instead of LRU lists.
 *
 * T1 and T2 are clocks: a hit only sets a bit. The hand of T1 moves pages
 * whose bit is set to T2; the hand of T2 gives them another round. B1, B2
 * and the target p are those of ARC. S. Bansal, D. S. Modha, "CAR: clock
 * with adaptive replacement", FAST 2004.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/directory.h"

enum { T1, T2, B1, B2 };

/* A page is remembered before another is forgotten: one ghost to spare. */
struct car {
    double p;       /* how many pages T1 should have */
    uint32_t moved; /* pages that the hands passed, for why() */
    uint8_t from;   /* the list of the last victim, for why() */
    struct directory d;
};

static size_t car_bytes(const struct policy_setup *setup)
{
    return sizeof(struct car) +
           directory_bytes(setup, (size_t)setup->frames + 1);
}

static void car_init(void *self, const struct policy_setup *setup)
{
    struct car *car = self;
    directory_init(&car->d, setup->frames, setup->frames + 1);
}

static inline void car_hit(void *self, uint32_t frame,
                           const struct reference *reference)
{
    struct car *car = self;
    (void)reference;
    car->d.entries[frame].bit = 1;
}

/* The paper's replace(): the oldest page of each list is at its hand. */
static inline uint32_t car_replace(struct car *car)
{
    for (car->moved = 0;; car->moved++) {
        double t1 = car->d.size[T1];
        unsigned list = t1 >= (car->p > 1 ? car->p : 1) ? T1 : T2;
        uint32_t frame = directory_oldest(&car->d, list);
        if (!car->d.entries[frame].bit) {
            car->from = (uint8_t)list;
            directory_take(&car->d, frame);
            ghost_remember(&car->d, list == T1 ? B1 : B2, frame);
            return frame;
        }
        car->d.entries[frame].bit = 0;
        directory_move(&car->d, T2, frame);
    }
}

static inline uint32_t car_victim(void *self,
                                  const struct reference *reference)
{
    struct car *car = self;
    uint32_t victim = car_replace(car);
    const uint32_t *size = car->d.size;
    if (ghost_find(&car->d, reference->page) != NO_ENTRY)
        return victim;
    /* The memory lacks one page now, the victim. */
    if (size[T1] + size[B1] == car->d.frames)
        ghost_forget(&car->d, directory_oldest(&car->d, B1));
    else if (size[T1] + size[T2] + size[B1] + size[B2] ==
             2 * (uint64_t)car->d.frames)
        ghost_forget(&car->d, directory_oldest(&car->d, B2));
    return victim;
}

/* A page that is remembered came back: the list that it left was too
 * small. Returns whether it was so. */
static inline bool car_recall(struct car *car, uint32_t page)
{
    uint32_t ghost = ghost_find(&car->d, page);
    double b1 = car->d.size[B1], b2 = car->d.size[B2];
    if (ghost == NO_ENTRY)
        return false;
    if (car->d.entries[ghost].list == B1) {
        car->p += b2 > b1 ? b2 / b1 : 1;
        car->p = car->p < car->d.frames ? car->p : car->d.frames;
    } else {
        car->p -= b1 > b2 ? b1 / b2 : 1;
        car->p = car->p > 0 ? car->p : 0;
    }
    ghost_forget(&car->d, ghost);
    return true;
}

static inline void car_load(void *self, uint32_t frame,
                            const struct reference *reference)
{
    struct car *car = self;
    bool recalled = car_recall(car, reference->page);
    car->d.entries[frame].bit = 0;
    directory_load(&car->d, recalled ? T2 : T1, frame, reference->page);
}

static inline void car_fetch(const void *self, uint32_t page)
{
    const struct car *car = self;
    ghost_fetch(&car->d, page);
}

static void car_mark(const void *self, uint32_t frame,
                     struct frame_mark *mark)
{
    const struct car *car = self;
    mark->bits = car->d.entries[frame].bit;
    mark->list = car->d.entries[frame].list == T2 ? "T2" : "T1";
}

static void car_tell(const void *self, const uint64_t *numbers, char *text,
                     size_t size)
{
    const struct car *car = self;
    size_t end = (size_t)snprintf(text, size, "p %.2f  ", car->p);
    end += directory_tell(&car->d, B1, "B1:", numbers, text + end,
                          size - end);
    directory_tell(&car->d, B2, "  B2:", numbers, text + end, size - end);
}

static void car_why(const void *self, uint32_t victim,
                    const struct page_facts *left, char *text, size_t size)
{
    const struct car *car = self;
    (void)victim;
    snprintf(
        text, size,
        "The hands passed %u page%s whose bit was set. Then the hand of "
        "%s stood at page %llu, whose bit is 0.",
        car->moved, car->moved == 1 ? "" : "s",
        car->from == T1 ? "T1" : "T2", (unsigned long long)left->number);
}

static void car_run(struct memory *memory,
                    const struct references *references);

const struct policy_type policy_car = {
    .name = "car",
    .title = "CAR",
    .summary = "adapts as ARC does, with clocks: a hit only sets a bit",
    .rule = "T1 gives the page at its hand if it has p pages or more, "
            "else T2; one whose bit is set goes to T2 instead.",
    .source = "Bansal, Modha: CAR, clock with adaptive replacement, 2004",
    .cost = "32 bytes a frame and 4 a page; a hit sets a bit, a fault "
            "moves the hands",
    .pseudocode =
        "hit(page):\n"
        "    bit[page] = 1\n"
        "fault(page):\n"
        "    if memory is full:\n"
        "        repeat:\n"
        "            list = T1 if |T1| >= max(1, p), else T2\n"
        "            if bit[page at its hand] is 0:\n"
        "                that page leaves, remembered in B1 or B2; done\n"
        "            set it to 0, move the page to the tail of T2\n"
        "        forget of B1 or B2 as ARC does\n"
        "    page in B1 or B2: adapt p as ARC does, add page to T2\n"
        "    neither: add page to T1; bit[page] = 0\n",
    .example = "1,2,1,3,4,2,5,4,2",
    .example_frames = 3,
    .bytes = car_bytes,
    .init = car_init,
    .hit = car_hit,
    .victim = car_victim,
    .load = car_load,
    .fetch = car_fetch,
    .mark = car_mark,
    .tell = car_tell,
    .why = car_why,
    .run = car_run,
};

MEMORY_LOOP(car_run, policy_car)
