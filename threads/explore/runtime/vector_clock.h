/* Vector clocks: what of each thread's past is known to have happened before.
 *
 * C. Fidge, Timestamps in Message-Passing Systems, 1988; F. Mattern, Virtual Time
 * and Global States of Distributed Systems, 1989. Only the first `threads` entries
 * mean anything; the others are zero.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_VECTOR_CLOCK_H
#define RING3_THREADS_EXPLORE_RUNTIME_VECTOR_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "threads/explore/runtime/thread_set.h"

struct vector_clock {
    uint32_t at[THREADS_MAX];
};

static inline void clock_clear(struct vector_clock *clock, int threads)
{
    memset(clock->at, 0, (size_t)threads * sizeof clock->at[0]);
}

static inline void clock_copy(struct vector_clock *to, const struct vector_clock *from,
                              int threads)
{
    memcpy(to->at, from->at, (size_t)threads * sizeof to->at[0]);
}

/* What both know. */
static inline void clock_join(struct vector_clock *to, const struct vector_clock *from,
                              int threads)
{
    for (int i = 0; i < threads; i++)
        if (to->at[i] < from->at[i])
            to->at[i] = from->at[i];
}

/* True if the moment `when` of `thread` happened before. */
static inline bool clock_knows(const struct vector_clock *clock, int thread,
                               uint32_t when)
{
    return clock->at[thread] >= when;
}

#endif
