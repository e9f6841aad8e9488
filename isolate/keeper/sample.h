/* What a container uses now: from its control group, or, without one, added up from
 * /proc. */
#ifndef RING3_ISOLATE_SAMPLE_H
#define RING3_ISOLATE_SAMPLE_H

#include "isolate/cgroup/stats.h"
#include "isolate/keeper/state.h"

struct sample {
    char id[STATE_ID_LENGTH + 1], label[STATE_NAME_MAX + 1];
    enum phase phase;
    bool from_proc; /* there is no group that counts */
    uint64_t time;  /* nanoseconds of CLOCK_MONOTONIC */
    double cpu;     /* processors in use since the sample before; -1: the first */
    struct cgroup_stats counters;
};

/* -1 when it has gone. `before` (may be NULL) is an earlier sample of the same. */
int sample_take(const struct state_entry *entry, const struct sample *before,
                struct sample *sample, struct error *error);

#endif
