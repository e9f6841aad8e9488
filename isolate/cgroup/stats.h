/* The kernel's own counters of a group, live. */
#ifndef RING3_ISOLATE_CGROUP_STATS_H
#define RING3_ISOLATE_CGROUP_STATS_H

#include <stdbool.h>
#include <stdint.h>

#include "isolate/cgroup/cgroup.h"

/* Bytes, microseconds, numbers. The names for JSON are in cgroup_counter_names. */
enum cgroup_counter {
    CGROUP_MEMORY_NOW,   /* charged now: anonymous, cache, kernel */
    CGROUP_MEMORY_PEAK,  /* the most so far */
    CGROUP_MEMORY_LIMIT, /* CGROUP_UNLIMITED: none */
    CGROUP_MEMORY_ANON,
    CGROUP_MEMORY_FILE,
    CGROUP_MEMORY_SWAP,
    CGROUP_OOM_KILLS,
    CGROUP_CPU_TIME, /* user and system, of all processes that ever were in it */
    CGROUP_CPU_USER,
    CGROUP_CPU_SYSTEM,
    CGROUP_CPU_PERIODS,        /* in which it wanted to run */
    CGROUP_CPU_THROTTLED,      /* of these, those in which it was stopped */
    CGROUP_CPU_THROTTLED_TIME, /* how long it was stopped */
    CGROUP_PIDS_NOW,
    CGROUP_PIDS_PEAK,
    CGROUP_PIDS_LIMIT,
    CGROUP_PIDS_REFUSED, /* forks that failed for the limit */
    CGROUP_IO_READ,      /* bytes */
    CGROUP_IO_WRITTEN,
    CGROUP_IO_READS, /* operations */
    CGROUP_IO_WRITES,
    CGROUP_COUNTER_COUNT
};

#define CGROUP_UNLIMITED UINT64_MAX

/* Names for JSON: "memory_peak". */
extern const char *const cgroup_counter_names[CGROUP_COUNTER_COUNT];

struct cgroup_stats {
    uint64_t value[CGROUP_COUNTER_COUNT];
    bool known[CGROUP_COUNTER_COUNT]; /* false: this host or kernel does not count it */
};

/* Reads what there is; never fails: what cannot be read is not known. */
void cgroup_stats(const struct cgroup *group, struct cgroup_stats *stats);

#endif
