/* Running a command again with layers removed, to see which of them refused its calls. */
#ifndef RING3_ISOLATE_EXPERIMENT_H
#define RING3_ISOLATE_EXPERIMENT_H

#include "isolate/explain/trace.h"

enum { SUSPECTS_MAX = 8, RUNS_MAX = 64 };

/* How a run differs from what was asked for. */
struct variant {
    unsigned without;      /* LAYER_BITs */
    uint64_t capabilities; /* added to those of the wish */
    bool allow_userns;
    char lent[CALL_TEXT_MAX]; /* a path of the host, read-only in its place */
    bool in_memory;           /* no, an empty folder in memory, to be written */
    bool writable; /* a layer in memory takes what is written; for DIRs other than / */
};

struct experiment {
    const struct wish *wish;
    const struct trace *first;
    const struct watched *calls; /* the suspects: calls that failed */
    unsigned count;              /* at most SUSPECTS_MAX */
    unsigned run_count, replay_count;
    struct run {
        struct variant variant;
        struct watched seen[SUSPECTS_MAX];
        bool failed; /* the container could not be made so */
    } runs[RUNS_MAX];
};

/* How call `which` ends in this variant; NULL when it was not made there, or the variant
 * cannot be run. Each variant is run once. */
const struct watched *experiment_see(struct experiment *e, struct variant variant,
                                     unsigned which);

/* Does it end otherwise than it did at first? */
bool experiment_changes(struct experiment *e, struct variant variant, unsigned which);

/* The smallest set of capabilities that makes it end otherwise, found by halving; 0 when
 * even all do not. */
uint64_t experiment_capabilities(struct experiment *e, struct variant variant,
                                 unsigned which);

#endif
