/* Cycles: a run that has come back to a state in which it was before.
 *
 * Two threads that take a lock, fail to get the second, give back the first and try
 * again can go on for ever, each undisturbed by the other's traffic. Nothing new can
 * come of it: from here all goes as from there. Such a run is cut. But if one thread
 * alone has gone round, it spins, though it may write or print meanwhile: it is held
 * back, as in stutter.h, and the others go on. The state is that of all threads, objects
 * and memory, as a 64-bit hash, without what was printed; it is looked at only where a
 * thread is in a state of its own that it was in before.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_CYCLE_H
#define RING3_THREADS_EXPLORE_RUNTIME_CYCLE_H

void cycle_reset(void);

/* A thread is where it was before: ends the run (RUN_CYCLE) or holds the thread back, if
 * everything is. */
void cycle_here(void);

/* All is as it was after `from` steps of this run: ends it if that is a failure. */
void cycle_close(int from);

#endif
