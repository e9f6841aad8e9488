/* What can be wrong with a run. Runtime and tool share this file. */
#ifndef RING3_THREADS_EXPLORE_KIND_H
#define RING3_THREADS_EXPLORE_KIND_H

enum explore_kind {
    KIND_NONE, /* safe; or nothing found so far */
    KIND_ASSERTION,
    KIND_EXIT_STATUS, /* main returned, or exit() was called with, not 0 */
    KIND_DATA_RACE,
    KIND_DEADLOCK,
    KIND_SELF_DEADLOCK,
    KIND_LOST_WAKEUP,
    KIND_LIVELOCK,
    KIND_STARVATION,
    KIND_MISSING_UNLOCK,
    KIND_STRANGER_UNLOCK,
    KIND_BAD_OBJECT, /* destroyed, uninitialised, copied: yet in use */
    KIND_BARRIER_MISUSE,
    KIND_MAIN_RETURNED, /* while other threads run */
    KIND_THREAD_LEAK,   /* neither joined nor detached */
    KIND_CRASH,
    KIND_HEAP_BOUNDS,
    KIND_HEAP_FREED,
    KIND_DEAD_STACK,
    KIND_NO_CONCURRENCY, /* --expect-concurrency: never two threads inside */
    KIND_REFUSED,        /* unknown: a construct that cannot be controlled */
    KIND_LIMIT,          /* unknown: the time, the steps or the memory were over */
    KIND_WEAK_ORDER,     /* unknown: depends on orders weaker than those explored */
    KIND_COUNT
};

#endif
