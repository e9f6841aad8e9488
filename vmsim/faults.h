/* Which references of a trace fault under a policy: one bit each, and how many
 * came before any of them.
 */
#ifndef RING3_VMSIM_FAULTS_H
#define RING3_VMSIM_FAULTS_H

#include "vmsim/choice.h"
#include "vmsim/trace.h"

struct faults {
    uint64_t *bits;   /* by time */
    uint32_t *before; /* by time / 64: faults before that word */
    uint32_t total;
    uint64_t evictions;
};

/* None yet, for a trace of so many references. */
void faults_init(struct faults *faults, size_t references);
/* From the bits to the rest. */
void faults_count(struct faults *faults, size_t references);
/* Runs the policy over the whole trace. Returns -1 when memory is short. */
int faults_record(struct faults *faults, const struct trace *trace,
                  const struct choice *choice, uint32_t frames, struct error *error);
void faults_free(struct faults *faults);

static inline bool faults_at(const struct faults *faults, size_t time)
{
    return faults->bits[time / 64] >> (time % 64) & 1;
}

/* How many of the references 0 … time fault. */
static inline uint32_t faults_until(const struct faults *faults, size_t time)
{
    uint64_t upto = faults->bits[time / 64] << (63 - time % 64);
    return faults->before[time / 64] + (uint32_t)__builtin_popcountll(upto);
}

/* A memory for the trace with so many frames, or NULL with the reason. */
struct memory *faults_memory(const struct trace *trace, const struct choice *choice,
                             uint32_t frames, struct error *error);

#endif
