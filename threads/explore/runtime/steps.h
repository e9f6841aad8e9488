/* How long a run may be, and how much a search may do before another one follows. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_STEPS_H
#define RING3_THREADS_EXPLORE_RUNTIME_STEPS_H

enum {
    STEPS_USUAL = 20000, /* in one run; one that is longer counts as endless */
    STEPS_MOST = 200000,
    /* In all runs of the quick pass, and of the reduction, for each second that was
     * asked for: a tenth to a fifth of that second, on a processor of 2020. */
    HUNT_STEPS = 500000,
    REDUCTION_STEPS = 600000,
};

#endif
