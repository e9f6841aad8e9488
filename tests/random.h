/* Random numbers for tests: the same for the same seed, on every machine.
 *
 *     struct random random = {42};
 *     size_t at = random_below(&random, length);
 *
 * splitmix64: Steele, Lea, Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014.
 */
#ifndef RING3_TESTS_RANDOM_H
#define RING3_TESTS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct random {
    uint64_t state;
};

static inline uint64_t random_next(struct random *random)
{
    uint64_t z = random->state += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
}

/* 0 to bound - 1; `bound` is small, so that its bias does not matter. */
static inline size_t random_below(struct random *random, size_t bound)
{
    return (size_t)(random_next(random) % bound);
}

#endif
