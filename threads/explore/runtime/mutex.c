/* Mutexes: normal, recursive, errorcheck, robust; tried, timed. */
#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/mutex.h"
#include "threads/explore/runtime/object.h"
#include "threads/explore/runtime/race.h"
#include "threads/explore/runtime/scheduler.h"
#include "threads/explore/runtime/state_hash.h"
#include "threads/explore/runtime/trace.h"
#include "threads/explore/runtime/weak_order.h"

/* pthread_mutexattr_t as we fill it. */
struct attributes {
    uint8_t kind, robust;
};

struct operation object_operation(enum operation_kind kind, struct object *mutex,
                                  enum touch_mode mode, uintptr_t pc)
{
    return (struct operation){
        .kind = (uint16_t)kind,
        .object = mutex,
        .touch = {{mutex->address, mutex->size, mode}},
        .pc = pc,
    };
}

int mutex_take(struct object *mutex, uintptr_t pc)
{
    if (mutex->owner == self->number) {
        if (mutex->kind == MUTEX_ERRORCHECK)
            return EDEADLK;
        mutex->count++;
        return 0;
    }
    mutex->owner = self->number;
    mutex->count = 1;
    mutex->acquired_pc = pc;
    self->locks_held++;
    race_acquire(&mutex->released);
    weak_fence(__ATOMIC_SEQ_CST);
    stutter_changed(self, mutex->address, mutex->size);
    if (mutex->unrecoverable)
        return ENOTRECOVERABLE;
    return mutex->owner_died ? EOWNERDEAD : 0;
}

void mutex_release(struct object *mutex)
{
    mutex->owner = NOBODY;
    mutex->count = 0;
    if (mutex->owner_died)
        mutex->unrecoverable = true;
    self->locks_held--;
    race_release(&mutex->released);
    stutter_released(self);
    stutter_changed(self, mutex->address, mutex->size);
}

/* A normal mutex that its owner locks again can be freed by nobody. */
static void check_self_deadlock(const struct object *mutex, uintptr_t pc)
{
    if (mutex->owner == self->number && mutex->kind == MUTEX_NORMAL)
        run_fail(KIND_SELF_DEADLOCK, pc,
                 "thread %d locks %s %p, which it has held since %p: it waits for "
                 "itself",
                 self->number, object_type_word(mutex->type), (void *)mutex->address,
                 (void *)mutex->acquired_pc);
}

int mutex_lock(struct object *mutex, uintptr_t pc)
{
    struct operation operation = object_operation(OP_LOCK, mutex, TOUCH_ACQUIRE, pc);
    check_self_deadlock(mutex, pc);
    stutter_here(self, pc);
    step(&operation);
    return mutex_take(mutex, pc);
}

int mutex_timed_lock(struct object *mutex, uintptr_t pc)
{
    struct operation operation = object_operation(OP_TIMED_LOCK, mutex, TOUCH_WRITE, pc);
    operation.optional = true;
    stutter_here(self, pc);
    if (step(&operation) == VARIANT_TIMEOUT) {
        trace_value(self, ETIMEDOUT);
        state_depends(ON_CLOCKS);
        stutter_read(self, mutex->address, mutex->size);
        return ETIMEDOUT;
    }
    return mutex_take(mutex, pc);
}

/* A trylock that fails only looks. */
static bool would_lock(const struct operation *operation)
{
    return operation->object->owner == NOBODY;
}

int mutex_try_lock(struct object *mutex, uintptr_t pc)
{
    struct operation operation = object_operation(OP_TRY_LOCK, mutex, TOUCH_WRITE, pc);
    operation.conditional = mutex->kind == MUTEX_NORMAL;
    operation.changes = would_lock;
    stutter_here(self, pc);
    step(&operation);
    bool again = mutex->owner == self->number && mutex->kind == MUTEX_RECURSIVE;
    int result = mutex->owner == NOBODY || again ? mutex_take(mutex, pc) : EBUSY;
    if (result == EBUSY) {
        stutter_read(self, mutex->address, mutex->size);
        state_depends(ON_CLOCKS);
    }
    trace_value(self, result);
    return result;
}

static int refuse_unlock(const struct object *mutex, uintptr_t pc)
{
    if (mutex->kind != MUTEX_NORMAL || mutex->robust)
        return EPERM;
    if (mutex->owner == NOBODY)
        run_fail(KIND_STRANGER_UNLOCK, pc, "thread %d unlocks %s %p, which nobody holds",
                 self->number, object_type_word(mutex->type), (void *)mutex->address);
    run_fail(KIND_STRANGER_UNLOCK, pc,
             "thread %d unlocks %s %p, which thread %d has held since %p", self->number,
             object_type_word(mutex->type), (void *)mutex->address, mutex->owner,
             (void *)mutex->acquired_pc);
}

int mutex_unlock(struct object *mutex, uintptr_t pc)
{
    struct operation operation = object_operation(OP_UNLOCK, mutex, TOUCH_RELEASE, pc);
    if (mutex->owner != self->number)
        operation.touch[0].mode = TOUCH_WRITE;
    step(&operation);
    if (mutex->owner != self->number)
        return refuse_unlock(mutex, pc);
    if (--mutex->count == 0)
        mutex_release(mutex);
    return 0;
}

static struct object *mutex_at(pthread_mutex_t *place, uintptr_t pc)
{
    return object_of(place, OBJECT_MUTEX, pc);
}

/* What takes the library's place */

EXPORTED int pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *given)
{
    struct attributes attributes = {0};
    if (given)
        memcpy(&attributes, given, sizeof attributes);
    struct object *object = object_init(mutex, OBJECT_MUTEX, CALLER);
    object->kind = attributes.kind;
    object->robust = attributes.robust;
    return 0;
}

EXPORTED int pthread_mutex_destroy(pthread_mutex_t *mutex)
{
    uintptr_t pc = CALLER;
    ENTER();
    struct object *object = mutex_at(mutex, pc);
    struct operation operation = object_operation(OP_DESTROY, object, TOUCH_WRITE, pc);
    step(&operation);
    if (object->owner != NOBODY)
        run_fail(KIND_BAD_OBJECT, pc, "mutex %p is destroyed while thread %d holds it",
                 (void *)mutex, object->owner);
    object_destroy(object);
    return 0;
}

EXPORTED int pthread_mutex_lock(pthread_mutex_t *mutex)
{
    ENTER();
    return mutex_lock(mutex_at(mutex, CALLER), CALLER);
}

EXPORTED int pthread_mutex_trylock(pthread_mutex_t *mutex)
{
    ENTER();
    return mutex_try_lock(mutex_at(mutex, CALLER), CALLER);
}

EXPORTED int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until)
{
    (void)until;
    ENTER();
    return mutex_timed_lock(mutex_at(mutex, CALLER), CALLER);
}

EXPORTED int pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock,
                                     const struct timespec *until)
{
    (void)clock, (void)until;
    ENTER();
    return mutex_timed_lock(mutex_at(mutex, CALLER), CALLER);
}

EXPORTED int pthread_mutex_unlock(pthread_mutex_t *mutex)
{
    ENTER();
    return mutex_unlock(mutex_at(mutex, CALLER), CALLER);
}

EXPORTED int pthread_mutex_consistent(pthread_mutex_t *mutex)
{
    struct object *object = mutex_at(mutex, CALLER);
    if (!object->robust || object->owner != self->number || !object->owner_died)
        return EINVAL;
    object->owner_died = false;
    return 0;
}

EXPORTED int pthread_mutexattr_init(pthread_mutexattr_t *attributes)
{
    memset(attributes, 0, sizeof *attributes);
    return 0;
}

EXPORTED int pthread_mutexattr_destroy(pthread_mutexattr_t *attributes)
{
    (void)attributes;
    return 0;
}

EXPORTED int pthread_mutexattr_settype(pthread_mutexattr_t *attributes, int type)
{
    if (type < PTHREAD_MUTEX_NORMAL || type > PTHREAD_MUTEX_ERRORCHECK)
        return EINVAL;
    ((struct attributes *)attributes)->kind =
        type == PTHREAD_MUTEX_RECURSIVE    ? MUTEX_RECURSIVE
        : type == PTHREAD_MUTEX_ERRORCHECK ? MUTEX_ERRORCHECK
                                           : MUTEX_NORMAL;
    return 0;
}

EXPORTED int pthread_mutexattr_setrobust(pthread_mutexattr_t *attributes, int robust)
{
    ((struct attributes *)attributes)->robust = robust == PTHREAD_MUTEX_ROBUST;
    return 0;
}
