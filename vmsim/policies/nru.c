/* NRU: not recently used. Any page of the lowest class leaves.
 *
 * Two bits that the processor sets sort the pages into four classes: used
 * and written (3), used (2), written (1), neither (0). Every `period`
 * references the clock interrupt clears the used bits, not the written
 * ones. The victim is a page of the lowest class that has any, since a
 * page not used lately is better than a clean one. Which of them is open
 * in the textbooks: here the frames are searched in a circle from behind
 * the last victim. A. S. Tanenbaum, "Modern Operating Systems"; VAX/VMS
 * and the Macintosh had kin.
 */
#include <stdio.h>
#include <string.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"

enum { NRU_PERIOD };

static const struct policy_parameter nru_parameters[] = {
    [NRU_PERIOD] = {"period",
                    "references between clock interrupts; 0: as many as "
                    "frames",
                    0, UINT32_MAX, 0, NULL},
    {0},
};

/* One bit a frame in each of two maps, 64 frames to a word. */
struct nru {
    uint32_t frames, words;
    uint32_t period, count; /* references since the last interrupt */
    uint32_t start;         /* where the next search begins */
    uint32_t class;         /* of the last victim, for why() */
    uint64_t maps[];        /* used[words], then written[words] */
};

static inline uint64_t *nru_used(struct nru *nru)
{
    return nru->maps;
}

static inline uint64_t *nru_written(struct nru *nru)
{
    return nru->maps + nru->words;
}

static size_t nru_bytes(const struct policy_setup *setup)
{
    return sizeof(struct nru) +
           ((size_t)setup->frames + 63) / 64 * 2 * sizeof(uint64_t);
}

static void nru_init(void *self, const struct policy_setup *setup)
{
    struct nru *nru = self;
    nru->frames = setup->frames;
    nru->words = (uint32_t)(((size_t)setup->frames + 63) / 64);
    nru->period = setup->values[NRU_PERIOD]
                      ? (uint32_t)setup->values[NRU_PERIOD]
                      : setup->frames;
}

/* Every reference ends here: the bits, and from time to time the clock. */
static inline void nru_use(struct nru *nru, uint32_t frame, bool write)
{
    uint64_t bit = (uint64_t)1 << frame % 64;
    nru_used(nru)[frame / 64] |= bit;
    if (write)
        nru_written(nru)[frame / 64] |= bit;
    if (++nru->count == nru->period) {
        memset(nru_used(nru), 0, nru->words * sizeof(uint64_t));
        nru->count = 0;
    }
}

static inline void nru_hit(void *self, uint32_t frame,
                           const struct reference *reference)
{
    nru_use(self, frame, reference->write);
}

/* The frames of a class in one word. */
static inline uint64_t nru_members(struct nru *nru, uint32_t word,
                                   unsigned class)
{
    uint64_t used = nru_used(nru)[word], written = nru_written(nru)[word];
    uint64_t all = ~(uint64_t)0;
    if (word == nru->words - 1 && nru->frames % 64)
        all = ((uint64_t)1 << nru->frames % 64) - 1;
    return all & (class & 2 ? used : ~used) &
           (class & 1 ? written : ~written);
}

/* The first frame of a class, in a circle from `start`; or NO_FRAME. */
static inline uint32_t nru_search(struct nru *nru, unsigned class)
{
    uint32_t first = nru->start / 64;
    uint64_t early = ((uint64_t)1 << nru->start % 64) - 1;
    for (uint32_t i = 0; i <= nru->words; i++) {
        uint32_t word = (first + i) % nru->words;
        uint64_t members = nru_members(nru, word, class);
        if (i == 0)
            members &= ~early;
        else if (i == nru->words)
            members &= early;
        if (members)
            return word * 64 + (uint32_t)__builtin_ctzll(members);
    }
    return NO_FRAME;
}

static inline uint32_t nru_victim(void *self,
                                  const struct reference *reference)
{
    struct nru *nru = self;
    (void)reference;
    uint32_t victim = NO_FRAME;
    for (nru->class = 0; nru->class < 4; nru->class ++) {
        victim = nru_search(nru, nru->class);
        if (victim != NO_FRAME)
            break;
    }
    nru->start = victim + 1 < nru->frames ? victim + 1 : 0;
    uint64_t bit = (uint64_t)1 << victim % 64;
    nru_used(nru)[victim / 64] &= ~bit;
    nru_written(nru)[victim / 64] &= ~bit;
    return victim;
}

static inline void nru_load(void *self, uint32_t frame,
                            const struct reference *reference)
{
    nru_use(self, frame, reference->write);
}

static void nru_mark(const void *self, uint32_t frame,
                     struct frame_mark *mark)
{
    static const char *const classes[] = {"class0", "class1", "class2",
                                          "class3"};
    struct nru *nru = (struct nru *)(uintptr_t)self;
    unsigned used = nru_used(nru)[frame / 64] >> frame % 64 & 1;
    unsigned written = nru_written(nru)[frame / 64] >> frame % 64 & 1;
    mark->bits = (int)used;
    mark->list = classes[used * 2 + written];
    mark->hand = frame == nru->start;
}

static void nru_why(const void *self, uint32_t victim,
                    const struct page_facts *left, char *text, size_t size)
{
    static const char *const words[] = {
        "neither used since the last clock interrupt nor written",
        "not used since the last clock interrupt, but written",
        "used, but not written", "used and written, as all others are"};
    const struct nru *nru = self;
    snprintf(
        text, size,
        "The lowest class that has a page is %u. From the hand on, page "
        "%llu in frame %u is the first of it: %s.",
        nru->class, (unsigned long long)left->number, victim,
        words[nru->class]);
}

static void nru_run(struct memory *memory,
                    const struct references *references);

const struct policy_type policy_nru = {
    .name = "nru",
    .title = "NRU",
    .summary = "evicts a page of the lowest of four classes: not used, "
               "not written",
    .rule =
        "Classes: 0 neither used nor written, 1 written, 2 used, 3 both; "
        "from the hand on the first frame of the lowest class leaves.",
    .source = "Tanenbaum: Modern Operating Systems, 1992",
    .cost = "2 bits a frame; a hit sets bits, a fault searches 64 frames "
            "at a time",
    .pseudocode =
        "hit(page):\n"
        "    used[page] = 1; written[page] = 1 if it is a write\n"
        "every period references:\n"
        "    used[] = 0 for all pages\n"
        "fault(page):\n"
        "    if memory is full:\n"
        "        for class in 0, 1, 2, 3:\n"
        "            evict the first page from the hand on with\n"
        "                2 * used + written = class, if there is one\n"
        "        the hand stands behind it\n"
        "    load page, then as for a hit\n",
    .example = "1,2,3,1,4,2,5",
    .example_frames = 3,
    .parameters = nru_parameters,
    .bytes = nru_bytes,
    .init = nru_init,
    .hit = nru_hit,
    .victim = nru_victim,
    .load = nru_load,
    .mark = nru_mark,
    .why = nru_why,
    .run = nru_run,
};

MEMORY_LOOP(nru_run, policy_nru)
