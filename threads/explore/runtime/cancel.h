/* Deferred cancellation. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_CANCEL_H
#define RING3_THREADS_EXPLORE_RUNTIME_CANCEL_H

#include <stdint.h>

/* The present thread is at a cancellation point: it ends here if it was asked to. */
void cancel_point(uintptr_t pc);

/* Runs the handlers of pthread_cleanup_push and ends the thread. */
_Noreturn void cancel_unwind(void *result);

#endif
