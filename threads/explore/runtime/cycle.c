/* States of one run: see the header. */
#include "threads/explore/runtime/cycle.h"

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/search.h"
#include "threads/explore/runtime/state_hash.h"
#include "threads/explore/runtime/thread.h"
#include "threads/explore/runtime/trace.h"
#include "threads/explore/runtime/variant.h"

enum { STATES = 256 };

OURS static uint64_t states[STATES];
OURS static int steps_before[STATES]; /* the trace's length there */
OURS static int state_count;

void cycle_reset(void)
{
    state_count = 0;
}

/* Locks and yields give way to others; who tries them again has done what one can. */
static bool gives_way(int kind)
{
    return kind == OP_LOCK || kind == OP_TRY_LOCK || kind == OP_TIMED_LOCK ||
           kind == OP_YIELD || kind == OP_SLEEP || kind == OP_WAITING;
}

/* All who can run take part, each changes something for good, and nobody gives way:
 * such a circle can go on for ever under a fair scheduler. */
static bool is_livelock(int from)
{
    struct thread_set changing = {0};
    for (int i = from; i < trace_length; i++) {
        if (gives_way(trace[i].kind))
            return false;
        if (trace[i].kind == OP_ATOMIC_STORE || trace[i].kind == OP_ATOMIC_CHANGE ||
            trace[i].kind == OP_WRITE)
            set_add(&changing, trace[i].thread);
    }
    for (int i = 0; i < thread_count; i++)
        if (variants_of(&threads[i]) && !set_has(&changing, i))
            return false;
    return set_count(&changing) > 1;
}

void cycle_close(int from)
{
    if (is_livelock(from))
        run_fail(
            KIND_LIVELOCK, self->next.pc,
            "the threads go round in a circle: after %d steps all is as it was, and it "
            "can go on so for ever, though each of them runs again and again",
            trace_length - from);
}

void cycle_here(void)
{
    uint64_t hash = state_hash();
    for (int i = 0; i < state_count; i++)
        if (states[i] == hash) {
            cycle_close(steps_before[i]);
            if (search != &replay_search) /* a given schedule is followed to its end */
                run_end(RUN_CYCLE);
        }
    if (state_count == STATES)
        return;
    steps_before[state_count] = trace_length;
    states[state_count++] = hash;
}
