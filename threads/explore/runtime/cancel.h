/* Deferred cancellation. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_CANCEL_H
#define RING3_THREADS_EXPLORE_RUNTIME_CANCEL_H

#include <stdbool.h>
#include <stdint.h>

#include "threads/explore/runtime/operation.h"

/* The operation is a cancellation point: it looks whether its thread is cancelled. */
void cancel_touch(struct operation *operation);

/* After its step: the thread ends here if it was asked to. */
void cancel_point(void);
bool cancel_pending(void);

/* Runs the handlers of pthread_cleanup_push and ends the thread. */
_Noreturn void cancel_unwind(void *result);

#endif
