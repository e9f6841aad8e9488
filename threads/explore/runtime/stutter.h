/* Stuttering: a thread that has come back to the very state it was in.
 *
 * A thread that spins (re-reads a flag, tries a lock again and again) has infinitely
 * many interleavings, of which all but a few are the same: when its stack and
 * its place in the code are what they were an iteration ago, when it has changed nothing
 * since, and nobody has changed what it read, then another iteration changes
 * nothing either. Such a thread is held back until something that it has read is
 * written. If nobody is left who could do that, it would spin for ever.
 *
 * At -O0 all of a thread's own state is on its stack, so the comparison is exact (up
 * to a 64-bit hash).
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_STUTTER_H
#define RING3_THREADS_EXPLORE_RUNTIME_STUTTER_H

#include <stdbool.h>
#include <stdint.h>

enum { STUTTER_SEEN = 16, STUTTER_WATCHED = 16 };

struct stutter {
    int seen_count, watched_count;
    bool blocked;                   /* held back until a watched place changes */
    bool overflow;                  /* more was read than is watched: never blocked */
    uint64_t seen[STUTTER_SEEN];    /* hashes of states at operations */
    int held[STUTTER_SEEN];         /* and how many locks the thread held there */
    uint64_t history[STUTTER_SEEN]; /* the same, with effects in between */
    int history_count;
    struct {
        uintptr_t address;
        uint32_t size;
    } watched[STUTTER_WATCHED]; /* what was read since the last effect */
};

struct thread;

extern bool stutter_off; /* compiled with optimisation: state is in registers */

void stutter_reset(void);

/* The thread stands before an operation that a loop could repeat. */
void stutter_here(struct thread *thread, uintptr_t pc);

/* It has read this. */
void stutter_read(struct thread *thread, uintptr_t address, uint32_t size);

/* It has changed something for good: its loop, if it is one, makes progress. */
void stutter_effect(struct thread *thread);

/* It has given back a lock: to hold it back where it holds more locks than now would
 * keep others from changing what it waits for. */
void stutter_released(struct thread *thread);

/* It has changed this: those who watch it look again. */
void stutter_changed(struct thread *thread, uintptr_t address, uint32_t size);

#endif
