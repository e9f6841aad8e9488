/* RANDOM: any page leaves, each with the same chance.
 *
 * It needs no book-keeping and knows no bad pattern: on a loop that is a
 * little too long, where FIFO and LRU miss always, it hits often. The
 * generator is splitmix64, so that a seed gives the same victims on every
 * machine: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"

enum { RANDOM_SEED };

static const struct policy_parameter random_parameters[] = {
    [RANDOM_SEED] = {"seed", "start of the random numbers", 0, UINT64_MAX,
                     1, NULL},
    {0},
};

struct random {
    uint64_t state, seed;
    uint32_t frames;
};

static size_t random_bytes(const struct policy_setup *setup)
{
    (void)setup;
    return sizeof(struct random);
}

static void random_init(void *self, const struct policy_setup *setup)
{
    struct random *random = self;
    random->frames = setup->frames;
    random->seed = random->state = setup->values[RANDOM_SEED];
}

static inline uint64_t random_number(uint64_t *state)
{
    uint64_t x = *state += 0x9e3779b97f4a7c15;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return x ^ x >> 31;
}

static inline void random_hit(void *self, uint32_t frame,
                              const struct reference *reference)
{
    (void)self, (void)frame, (void)reference;
}

static inline uint32_t random_victim(void *self,
                                     const struct reference *reference)
{
    struct random *random = self;
    (void)reference;
    /* The upper half of a 64 by 32 bit product: 0 … frames-1, evenly. */
    unsigned __int128 product =
        (unsigned __int128)random_number(&random->state);
    return (uint32_t)(product * random->frames >> 64);
}

static inline void random_load(void *self, uint32_t frame,
                               const struct reference *reference)
{
    (void)self, (void)frame, (void)reference;
}

static void random_why(const void *self, uint32_t victim,
                       const struct page_facts *left, char *text,
                       size_t size)
{
    const struct random *random = self;
    snprintf(text, size,
             "RANDOM drew frame %u of %u (seed %llu): page %llu.", victim,
             random->frames, (unsigned long long)random->seed,
             (unsigned long long)left->number);
}

static void random_run(struct memory *memory,
                       const struct references *references);

const struct policy_type policy_random = {
    .name = "random",
    .title = "RANDOM",
    .summary = "evicts any page, each with the same chance",
    .rule =
        "A random number names the frame; the seed makes it repeatable.",
    .source =
        "Belady: A study of replacement algorithms for a virtual-storage "
        "computer, 1966",
    .cost = "nothing a frame; nothing on a hit, O(1) on a fault",
    .pseudocode = "hit(page):\n"
                  "    nothing\n"
                  "fault(page):\n"
                  "    if memory is full:\n"
                  "        evict the page in frame random(0 … frames-1)\n",
    .example = "1,2,3,4,1,2,3,4",
    .example_frames = 3,
    .parameters = random_parameters,
    .bytes = random_bytes,
    .init = random_init,
    .hit = random_hit,
    .victim = random_victim,
    .load = random_load,
    .why = random_why,
    .run = random_run,
};

MEMORY_LOOP(random_run, policy_random)
