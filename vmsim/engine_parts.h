/* What the two halves of the engine share. Not for use outside of engine*.c. */
#ifndef RING3_VMSIM_ENGINE_PARTS_H
#define RING3_VMSIM_ENGINE_PARTS_H

#include <time.h>

#include "vmsim/engine.h"

struct policy_setup engine_setup(const struct engine_run *run, uint32_t pages);
/* Says how much memory was wanted, and what to try. Returns -1. */
int engine_lacks(const struct engine_run *run, uint64_t bytes, struct error *error);

/* The same, of what was asked for and could not be had. */
int engine_refused(const struct engine_run *run, uint32_t pages, struct error *error);

int engine_new_memory(struct engine_run *run, uint32_t pages, struct error *error);
void engine_simulate(struct engine_run *run, const struct references *references);
void engine_finish(struct engine_run *run);

/* Processor time of this thread. */
static inline double thread_seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

#endif
