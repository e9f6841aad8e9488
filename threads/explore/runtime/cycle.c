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

/* What only the thread itself sees is no change. */
static bool changes(const struct trace_step *step)
{
    return step->changed || (step->kind == OP_WRITE &&
                             thread_of_stack(step->address) != &threads[step->thread]);
}

/* All who can run take part, each changes something for good, and nobody gives way:
 * such a circle can go on for ever under a fair scheduler. */
static bool is_livelock(int from)
{
    struct thread_set changing = {0};
    for (int i = from; i < trace_length; i++) {
        if (gives_way(trace[i].kind))
            return false;
        if (changes(&trace[i]))
            set_add(&changing, trace[i].thread);
    }
    for (int i = 0; i < thread_count; i++)
        if (variants_of(&threads[i]) && !set_has(&changing, i))
            return false;
    return set_count(&changing) > 1;
}

/* A step that leaves its mark: who only does others looks in vain. */
static bool has_effect(const struct trace_step *step)
{
    switch (step->kind) {
    case OP_ATOMIC_STORE:
    case OP_ATOMIC_CHANGE:
        return step->changed;
    case OP_LOCK:
    case OP_READ_LOCK:
    case OP_WRITE_LOCK:
    case OP_SEM_WAIT:
    case OP_SEM_POST:
    case OP_UNLOCK:
        return true;
    default:
        return false;
    }
}

static bool waits_for_its_turn(const struct thread *thread)
{
    return thread->next.kind == OP_LOCK || thread->next.kind == OP_READ_LOCK ||
           thread->next.kind == OP_WRITE_LOCK || thread->next.kind == OP_SEM_WAIT;
}

/* Who can go on at some moment of the circle does so in it: a fair scheduler may stay
 * in it for ever. Others get what they want, again and again, and this thread only waits,
 * or looks in vain. Returns its number, or -1. */
static int starved(int from)
{
    struct thread_set moving = {0}, getting = {0};
    for (int i = from; i < trace_length; i++) {
        if (trace[i].kind == OP_TRY_LOCK || trace[i].kind == OP_TIMED_LOCK ||
            trace[i].kind == OP_YIELD || trace[i].kind == OP_SLEEP)
            return -1;
        set_add(&moving, trace[i].thread);
        if (has_effect(&trace[i]))
            set_add(&getting, trace[i].thread);
    }
    struct thread_set left = set_minus(scheduler_could(from, trace_length), moving);
    if (set_empty(&getting) || !set_empty(&left))
        return -1;
    for (int i = 0; i < thread_count; i++)
        if (!threads[i].ended && !set_has(&getting, i) &&
            (set_has(&moving, i) || waits_for_its_turn(&threads[i])))
            return i;
    return -1;
}

void cycle_close(int from)
{
    if (is_livelock(from))
        run_fail(
            KIND_LIVELOCK, self->next.pc,
            "the threads go round in a circle: after %d steps all is as it was, and it "
            "can go on so for ever, though each of them runs again and again",
            trace_length - from);
    int hungry = starved(from);
    if (hungry >= 0)
        run_fail(
            KIND_STARVATION, threads[hungry].next.pc,
            "thread %d does not get what it wants at %p: the others go round in a "
            "circle of %d steps, in which everybody who can go on does, and it can go "
            "on so for ever",
            hungry, (void *)threads[hungry].next.pc, trace_length - from);
}

/* What does the same each time if the memory is the same. */
static bool repeats(int kind)
{
    switch (kind) {
    case OP_READ:
    case OP_WRITE:
    case OP_ATOMIC_LOAD:
    case OP_ATOMIC_STORE:
    case OP_ATOMIC_CHANGE:
    case OP_FENCE:
    case OP_LOCK:
    case OP_UNLOCK:
    case OP_OUTPUT:
        return true;
    default:
        return false;
    }
}

/* Only this thread has moved: it will do the same again, for as long as nobody changes
 * what it has read. So it spins, whatever it prints or writes meanwhile, and is held back
 * as who spins is. False: that cannot be said. */
static bool spins_since(int from)
{
    for (int i = from; i < trace_length; i++)
        if (trace[i].thread != self->number || !repeats(trace[i].kind))
            return false;
    for (int i = from; i < trace_length; i++)
        if (trace[i].size)
            stutter_read(self, trace[i].address, trace[i].size);
    self->stutter.blocked = !self->stutter.overflow;
    return self->stutter.blocked;
}

void cycle_here(void)
{
    uint64_t hash = state_hash();
    for (int i = 0; i < state_count; i++)
        if (states[i] == hash) {
            cycle_close(steps_before[i]);
            if (spins_since(steps_before[i]))
                return;
            if (search != &replay_search) /* a given schedule is followed to its end */
                run_end(RUN_CYCLE);
        }
    if (state_count == STATES)
        return;
    steps_before[state_count] = trace_length;
    states[state_count++] = hash;
}
