/* rand() and its kin: one generator for all threads, so who asks first is a choice. It
 * begins anew in each run. As in strings.c, each is called program_NAME here. */
#include <stdlib.h>

#include "threads/explore/runtime/scheduler.h"

static uint64_t state = 1; /* the program's: put back between runs */

/* MMIX, D. Knuth; the upper bits are the good ones. */
static long draw(uintptr_t pc)
{
    struct operation operation = {
        .kind = OP_RANDOM,
        .pc = pc,
        .touch = {{(uintptr_t)&state, 1, TOUCH_WRITE}},
    };
    if (self && thread_count > 1) {
        step(&operation);
        stutter_effect(self);
    }
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (long)(state >> 33);
}

EXPORTED int program_rand(void);
EXPORTED int program_rand(void)
{
    ENTER();
    return (int)draw(CALLER);
}

EXPORTED long program_random(void);
EXPORTED long program_random(void)
{
    ENTER();
    return draw(CALLER);
}

EXPORTED void program_srand(unsigned seed);
EXPORTED void program_srand(unsigned seed)
{
    state = seed;
}

EXPORTED void program_srandom(unsigned seed);
EXPORTED void program_srandom(unsigned seed)
{
    state = seed;
}
