/* A policy that a learner wrote: a C file with a `const struct policy_type policy`.
 *
 * It is compiled and run through `isolate run`, by the driver in own/. What comes out
 * are its decisions, and nothing else of it is believed: they are replayed over a
 * memory of ours, which finds out whether they keep the rules, and counts. A second
 * run, after a rehearsal and with another future, must begin with the same decisions.
 */
#ifndef RING3_VMSIM_OWN_POLICY_H
#define RING3_VMSIM_OWN_POLICY_H

#include "vmsim/choice.h"
#include "vmsim/own_folder.h"
#include "vmsim/trace.h"

struct own_decision;

struct own_policy {
    const struct choice *choice; /* the caller's */
    const char *name;            /* its path, for messages */
    struct own_folder folder;
    bool bare; /* without isolation, as the learner agreed */
    bool needs_future;
    unsigned runs;
};

/* A size that it is run at, and what came out. */
struct own_run {
    uint32_t frames;
    uint64_t *faulted; /* a bit by time for each fault, all 0 before; NULL: not wanted */
    struct memory_counts counts;
    double seconds;
    size_t sound; /* references before the one at which it broke a rule, or was stopped */
    /* Of a policy that kept the rules, if `recorded`; the caller's to free. */
    bool recorded;
    struct own_decision *decisions;
    size_t decision_count;
};

/* Compiles it. STATUS_NO: it does not compile; STATUS_HOST: no compiler, or nothing can
 * be isolated here. The caller has one thread, and calls own_policy_free() in any
 * case. */
int own_policy_build(struct own_policy *own, const struct choice *choice, bool bare,
                     struct error *error);
/* Simulates it. STATUS_NO with the rule that it breaks, or how it ended, and at which
 * reference. `trace` is looked ahead. */
int own_policy_run(struct own_policy *own, const struct trace *trace, struct own_run *run,
                   struct error *error);
void own_policy_free(struct own_policy *own);

/* All three, for several sizes. The caller has one thread. */
int own_policy_simulate(const struct choice *choice, bool bare, const struct trace *trace,
                        struct own_run *runs, size_t count, struct error *error);

/* own_replay.c: the decisions in a file over a trace. Returns STATUS_NO with the rule
 * that is broken. */
int own_replay(const struct own_policy *own, const struct trace *trace,
               const struct own_decision *decisions, size_t count, struct own_run *run,
               struct error *error);

#endif
