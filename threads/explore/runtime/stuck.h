/* Nobody can go on: why. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_STUCK_H
#define RING3_THREADS_EXPLORE_RUNTIME_STUCK_H

#include <stddef.h>

#include "threads/explore/runtime/thread.h"

/* Ends the run; or returns when the present thread is the one that is tried. */
void stuck(void);

/* A waiter was woken on trial, to see whether its condition holds: until the trial
 * ends, each operation it declares comes here. */
bool trial_on(void);
void trial_step(const struct operation *operation);

/* "waits for mutex 0x… held by T1": why the thread cannot do its next operation. */
void why_not(const struct thread *thread, char *text, size_t room);

#endif
