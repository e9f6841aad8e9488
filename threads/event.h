/* The vocabulary of what threads do to each other.
 *
 * Everything that is recorded about a run is one of these events, whoever
 * records it: the wrappers of a demo today, a controlled scheduler later. What
 * happened is (kind, kind of the object): "gets a mutex" is a lock taken, "gives
 * a semaphore" is a post.
 *
 * The order of recording is the order of the proof (see docs/threads.md):
 *   wants   before the call that may block
 *   gets    after that call returned
 *   gives   before the call that lets another thread go on
 * So whoever holds a mutex by the log holds it in truth, and a semaphore whose
 * recorded value is 0 is 0.
 */
#ifndef RING3_THREADS_EVENT_H
#define RING3_THREADS_EVENT_H

#include <stdint.h>

enum event_kind {
    EVENT_NONE,   /* a slot that was never filled */
    EVENT_CREATE, /* starts the thread `object` */
    EVENT_BEGIN,  /* runs its first instruction */
    EVENT_END,    /* is about to end; of main, `value` is the status of the program */
    EVENT_WANTS,
    EVENT_GETS,
    EVENT_GIVES,
    EVENT_VALUE,  /* `object` (its element `index`) has this value now */
    EVENT_EXPECT, /* the program says that `object` ought to have this value */
    EVENT_FAILED, /* the call for `object` failed with the errno `value` */
};

enum object_kind {
    OBJECT_THREAD, /* wanted by whoever joins it; given when it ends */
    OBJECT_MUTEX,
    OBJECT_SEMAPHORE,
    OBJECT_BARRIER,
    OBJECT_SHARED, /* a variable that several threads use */
    OBJECT_LOCAL,  /* a variable of one thread */
    OBJECT_RESULT, /* an expression that ought to have a certain value */
};

struct event {
    uint64_t nanoseconds; /* since the start of the run, CLOCK_MONOTONIC */
    int64_t value;
    uint16_t line;   /* in the source of the demo; 0: none */
    uint16_t object; /* index in the log's table of objects */
    uint16_t index;  /* element of an array */
    uint8_t kind;    /* enum event_kind */
    uint8_t thread;  /* index in the log's table of threads */
};

#endif
