/* What other simulators counted, built into the program: rows of OSTEP's
 * paging-policy.py and of libCacheSim, and the trace that the latter are about.
 */
#ifndef RING3_VMSIM_ORACLE_H
#define RING3_VMSIM_ORACLE_H

#include "vmsim/choice.h"
#include "vmsim/trace.h"

enum oracle_trace { ORACLE_STRING, ORACLE_MIX200K, ORACLE_ZIPF20M, ORACLE_TRACES };

struct oracle_row {
    enum oracle_trace trace;
    const char *name;   /* of the trace: "belady" */
    const char *string; /* ORACLE_STRING: its references */
    char theirs[64];    /* the policy as they call it */
    const char *ours;   /* as we do; NULL: it is none of ours */
    uint32_t frames;
    uint64_t misses;
};

/* Calls `use` for each row, in order. */
void oracle_each(void (*use)(void *self, const struct oracle_row *row), void *self);

/* Loads mix200k, or makes zipf20m. */
int oracle_load(struct trace *trace, enum oracle_trace which, struct error *error);

#endif
