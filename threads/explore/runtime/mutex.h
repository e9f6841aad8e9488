/* What other objects need of mutexes. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_MUTEX_H
#define RING3_THREADS_EXPLORE_RUNTIME_MUTEX_H

#include "threads/explore/runtime/object.h"
#include "threads/explore/runtime/operation.h"

/* An operation on one object of the library. */
struct operation object_operation(enum operation_kind kind, struct object *object,
                                  enum touch_mode mode, uintptr_t pc);

/* The present thread gets it: 0, EDEADLK, EOWNERDEAD or ENOTRECOVERABLE. */
int mutex_take(struct object *mutex, uintptr_t pc);
void mutex_release(struct object *mutex);

/* The whole calls, for those who have them under other names (C11, spinlocks). */
int mutex_lock(struct object *mutex, uintptr_t pc);
int mutex_try_lock(struct object *mutex, uintptr_t pc);
int mutex_timed_lock(struct object *mutex, uintptr_t pc);
int mutex_unlock(struct object *mutex, uintptr_t pc);

#endif
