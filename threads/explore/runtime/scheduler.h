/* The scheduler: who does the next step.
 *
 * A thread calls step() with what it is about to do. When step() returns, it is this
 * thread's turn, the operation can be done, and nobody else runs until the next call.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_SCHEDULER_H
#define RING3_THREADS_EXPLORE_RUNTIME_SCHEDULER_H

#include "threads/explore/runtime/operation.h"
#include "threads/explore/runtime/thread.h"
#include "threads/explore/runtime/variant.h"

/* What may be chosen from. */
struct situation {
    struct thread_set enabled;
    uint64_t ways[THREADS_MAX]; /* variants_of() each thread */
    int current;                /* who did the last step */
    bool goes_on;               /* it could go on, and does not yield */
};

struct choice {
    int thread, variant;
};

/* Declares, waits for its turn, and returns the variant to do. */
int step(const struct operation *operation);

/* Plain accesses are choices too (races ignored), not only things to look at. */
extern bool interleave_accesses;

/* Who could have gone on at some moment between two steps of this run. */
struct thread_set scheduler_could(int from, int to);

/* Runs the program once, from main to its end; `ending` says how it went. */
void run_once(void);

/* The thread goes on at once, whatever it waits for. */
void scheduler_jump(struct thread *thread);

/* What a new fiber does. */
void thread_body(void);
/* The last step of a thread: it ends with this result. */
_Noreturn void thread_end(void *result);

#endif
