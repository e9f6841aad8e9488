/* The objects of the thread library: mutexes, condition variables and their kin.
 *
 * The program's pthread_mutex_t holds a tag of ours in its first four bytes; all
 * else stands here, out of its reach. A tag that is missing where one must be, or
 * that belongs to another address, tells of an object that was never initialised,
 * was destroyed, overwritten or copied.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_OBJECT_H
#define RING3_THREADS_EXPLORE_RUNTIME_OBJECT_H

#include <stddef.h>

#include "threads/explore/runtime/ours.h"
#include "threads/explore/runtime/vector_clock.h"

enum object_type {
    OBJECT_MUTEX,
    OBJECT_CONDITION,
    OBJECT_RWLOCK,
    OBJECT_SPIN,
    OBJECT_SEMAPHORE,
    OBJECT_BARRIER,
    OBJECT_ONCE,
};

const char *object_type_word(enum object_type type);

enum mutex_kind { MUTEX_NORMAL, MUTEX_RECURSIVE, MUTEX_ERRORCHECK };

enum { NOBODY = -1 };

struct object {
    uintptr_t address;
    uint32_t size;
    enum object_type type;
    bool destroyed;
    int owner; /* the thread that holds it, or NOBODY */
    int count; /* recursion depth, readers, value of a semaphore, arrivals */
    int limit; /* of a barrier */
    enum mutex_kind kind;
    bool robust, owner_died, unrecoverable;
    uintptr_t acquired_pc;      /* where its owner got it */
    uint8_t holds[THREADS_MAX]; /* how often each thread holds it to read */
    int queue_length;
    struct object *mutex; /* of a condition variable: with which it is waited on */
    uint32_t version;     /* grows when what it guards may have changed */
    /* Cleared as far as threads were ever used; the queue, as far as it is long. */
    struct vector_clock released; /* what its last release made known */
    struct vector_clock readers;  /* the same, of the readers of a rwlock */
    int queue[THREADS_MAX];       /* of a condition variable or barrier, in order */
};

void objects_reset(void);

/* The object at `place`, which a static initialiser may have made. An object that
 * must not be used so ends the run. */
struct object *object_of(void *place, enum object_type type, uintptr_t pc);

/* A new one; also over one that was there. */
struct object *object_init(void *place, enum object_type type, uintptr_t pc);
void object_destroy(struct object *object);

/* The memory is given back: what stands in it is no object any more. Returns one that
 * is still held or waited for, or NULL. */
struct object *objects_forget(uintptr_t address, size_t size);

void object_queue_remove(struct object *object, int position);

/* For the report of a state. */
int objects_count(void);
struct object *objects_at(int index);

/* Between `true` and `false` all tags in the program's memory are alike. */
void objects_hide_tags(bool hidden);

#endif
