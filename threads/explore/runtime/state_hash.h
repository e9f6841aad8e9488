/* The state of the explored program, as a 64-bit hash: everything that decides how the
 * run can go on. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_STATE_HASH_H
#define RING3_THREADS_EXPLORE_RUNTIME_STATE_HASH_H

#include <stdbool.h>
#include <stdint.h>

/* Threads, objects, memory. Not in it: clocks of the race detector, what messages say,
 * and the virtual time as long as nobody looks at it. */
uint64_t state_hash(void);

/* The same, with who is held back, and what a race that comes later depends on. */
uint64_t state_hash_whole(void);

/* What tells states apart from now on, because the program makes use of it. */
enum state_dependence {
    ON_TIME = 1,   /* it looks at the clock */
    ON_CLOCKS = 2, /* its threads learn of each other by means that do not order memory: a
                      trylock that fails, a timeout, a relaxed load (states.h) */
    ON_ORDERS = 4, /* of its atomic operations some are not seq_cst */
};

void state_depends(unsigned on);
unsigned state_dependences(void);

#endif
