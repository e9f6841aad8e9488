/* Many simulations over one trace: several policies, each at several sizes, on all
 * processors.
 *
 * A trace is read once. Where no policy asks for the future it is simulated while it
 * is read: window after window becomes dense ids, and all simulations run over one
 * window while the next is read, so that memory does not grow with the trace. Where
 * one does, or where there are more simulations than can be held at once, the trace
 * is loaded, at 4 bytes a reference (8 with the future), and the simulations take
 * turns.
 */
#ifndef RING3_VMSIM_ENGINE_H
#define RING3_VMSIM_ENGINE_H

#include "vmsim/choice.h"
#include "vmsim/trace.h"

/* One simulation. */
struct engine_run {
    const struct choice *choice;
    uint32_t frames;
    struct memory *memory; /* while it runs */
    /* What came out. */
    struct memory_counts counts;
    double seconds; /* processor time of the simulation alone, without reading */
};

struct engine {
    struct engine_run *runs; /* in the order in which they were asked for */
    size_t count;
    /* What was learnt of the trace. */
    uint64_t references;
    uint32_t distinct;
    bool writes; /* there are any */
};

/* Every policy at every size, sizes first. `frames` must not hold percents unless the
 * trace is loaded: see engine_streams(). */
void engine_init(struct engine *engine, const struct choices *choices,
                 const struct frame_list *frames);
void engine_free(struct engine *engine);

/* Can these be simulated while the trace is read? */
bool engine_streams(const struct choices *choices, const struct frame_list *frames);

/* Simulates all runs over the trace at `path`, reading it once. */
int engine_stream(struct engine *engine, const char *path,
                  const struct trace_options *options, struct error *error);
/* The same over a loaded trace, which is looked ahead where a policy needs it. The runs
 * of a learner's own policy are left alone: own_policy.h. */
int engine_load(struct engine *engine, struct trace *trace, struct error *error);

#endif
