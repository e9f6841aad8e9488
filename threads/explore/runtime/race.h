/* The race detector: accesses to the same bytes, one of them a write, that no
 * synchronisation orders.
 *
 * Happens-before by vector clocks: each thread knows of every other how much of its
 * past came before (FastTrack: C. Flanagan, S. Freund, PLDI 2009, but with all readers
 * kept, and bytes told apart). An access is forgotten once one that covers it
 * happened after it.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_RACE_H
#define RING3_THREADS_EXPLORE_RUNTIME_RACE_H

#include "threads/explore/runtime/thread.h"

extern bool race_off; /* --races=ignore */

void race_reset(void);

enum access_kind {
    ACCESS_READ = 0,
    ACCESS_WRITE = 1,
    ACCESS_ATOMIC = 2,
    ACCESS_FREE = 4
};

/* The present thread touches these bytes: ends the run at a race. */
void race_access(uintptr_t address, size_t size, unsigned kind, uintptr_t pc);

/* Adds to a hash what races that come later depend on: the accesses of each thread since
 * its last release, or with `clocks` all that any may still race with. */
uint64_t race_hash(uint64_t hash, bool clocks);

/* The thread has just accessed what the operation of another one touches, and one of the
 * two writes. */
bool race_is_near(const struct thread *thread, const struct touch *touch);

/* What is before a release in this thread is before what follows the acquire. */
void race_release(struct vector_clock *published);      /* alone */
void race_release_also(struct vector_clock *published); /* with what others released */
void race_acquire(const struct vector_clock *published);

#endif
