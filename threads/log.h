/* The log: events in memory that two processes share.
 *
 * The threads of the child append without any lock; the watcher reads. Because
 * the memory is shared and not the child's own, nothing is lost when the child
 * hangs, crashes or is killed.
 */
#ifndef RING3_THREADS_LOG_H
#define RING3_THREADS_LOG_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "labs/kit/error.h"
#include "threads/event.h"

enum {
    LOG_THREADS = 16,
    LOG_OBJECTS = 64,
    LOG_NAME = 24,
    LOG_EVENTS = 1 << 20, /* 32 bytes each; memory is taken as it is filled */
};

struct log_object {
    char name[LOG_NAME];
    uint64_t address; /* in the child; 0: an expression, not a place */
    uint64_t size;    /* bytes from `address` on that belong to it */
    int64_t initial;  /* semaphore: first value; barrier: how many meet;
                         thread: its index; array: how many elements, else 0 */
    enum object_kind kind;
};

struct log_thread {
    char name[LOG_NAME];
    _Atomic pid_t tid; /* the kernel's number; 0 until the thread began */
    uint16_t object;
};

/* `stamp` is the number of the event plus one, written last: until then the
 * reader does not look at the event. */
struct log_slot {
    _Atomic uint64_t stamp;
    struct event event;
};

struct log {
    _Atomic uint64_t next; /* events so far, those past the capacity included */
    _Atomic uint32_t thread_count, object_count;
    uint64_t started; /* CLOCK_MONOTONIC in nanoseconds */
    struct log_thread threads[LOG_THREADS];
    struct log_object objects[LOG_OBJECTS];
    struct log_slot slots[LOG_EVENTS];
};

/* An empty log in shared memory; NULL and an error when there is none left. */
struct log *log_new(struct error *error);
void log_free(struct log *log);

/* For the recording side; safe from every thread. */
void log_append(struct log *log, struct event event);

/* The object at `address` with that name, entered if it is new. Tables that are
 * full give LOG_OBJECTS - 1, which is named "…". */
uint16_t log_object(struct log *log, const struct log_object *wanted);
uint8_t log_thread(struct log *log, const char *name);

/* For the reading side: how many events can be read from the first one on.
 * While the child lives, an unfinished event ends the readable part; once it is
 * `over`, such an event reads as EVENT_NONE. */
size_t log_readable(const struct log *log, size_t from, bool over);
const struct event *log_event(const struct log *log, size_t index);
bool log_full(const struct log *log);

uint64_t log_clock(void); /* nanoseconds */

#endif
