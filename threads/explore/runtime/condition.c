/* Condition variables. Who of the waiters is woken is a choice, and so is a wakeup
 * that has no reason (POSIX allows it: pthread_cond_wait, "Spurious wakeups"). */
#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "threads/explore/runtime/cancel.h"
#include "threads/explore/runtime/condition.h"
#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/mutex.h"
#include "threads/explore/runtime/race.h"
#include "threads/explore/runtime/scheduler.h"
#include "threads/explore/runtime/state_hash.h"
#include "threads/explore/runtime/trace.h"

static void enqueue(struct object *condition, struct object *mutex)
{
    condition->mutex = mutex;
    condition->queue[condition->queue_length++] = self->number;
    self->woken = false;
}

static void leave_queue(struct object *condition, int thread)
{
    for (int i = 0; i < condition->queue_length; i++)
        if (condition->queue[i] == thread)
            object_queue_remove(condition, i);
}

static void check_wait(const struct object *condition, const struct object *mutex,
                       uintptr_t pc)
{
    if (mutex->owner != self->number)
        run_fail(KIND_STRANGER_UNLOCK, pc,
                 "thread %d waits for condition %p with mutex %p, which it does not hold",
                 self->number, (void *)condition->address, (void *)mutex->address);
    if (condition->queue_length && condition->mutex != mutex)
        run_fail(KIND_BAD_OBJECT, pc,
                 "condition %p is waited on with mutex %p, and with %p at the same time",
                 (void *)condition->address, (void *)mutex->address,
                 (void *)condition->mutex->address);
}

/* Unlocks and queues up: one step, between whose halves nobody comes. */
static void begin_wait(struct object *condition, struct object *mutex, uintptr_t pc)
{
    struct operation operation = object_operation(OP_WAIT, condition, TOUCH_WRITE, pc);
    operation.touch[1] = (struct touch){mutex->address, mutex->size, TOUCH_RELEASE};
    check_wait(condition, mutex, pc);
    cancel_touch(&operation);
    step(&operation);
    cancel_point();
    enqueue(condition, mutex);
    mutex_release(mutex);
}

static void lock_again(struct object *mutex, uintptr_t pc)
{
    struct operation operation = object_operation(OP_RELOCK, mutex, TOUCH_ACQUIRE, pc);
    step(&operation);
}

int condition_wait(struct object *condition, struct object *mutex, bool timed,
                   uintptr_t pc)
{
    int depth = mutex->count;
    begin_wait(condition, mutex, pc);
    struct operation operation = object_operation(OP_WAITING, condition, TOUCH_WRITE, pc);
    operation.touch[1] = (struct touch){(uintptr_t)&spurious_budget, 1, TOUCH_WRITE};
    operation.optional = timed;
    if (timed)
        stutter_here(self, pc);
    cancel_touch(&operation);
    int variant = step(&operation);
    bool cancelled = cancel_pending();
    if (!self->woken) {
        leave_queue(condition, self->number);
        spurious_left -= variant == VARIANT_SPURIOUS;
        self->stutter.blocked = false;
        lock_again(mutex, pc);
    }
    int result = mutex_take(mutex, pc);
    mutex->count = depth;
    if (cancelled)
        cancel_point();
    if (variant == VARIANT_TIMEOUT && !self->woken)
        result = ETIMEDOUT;
    trace_value(self, result);
    return result;
}

/* The thread goes on once it can have the mutex again. */
static void wake(struct object *condition, int position)
{
    struct thread *thread = &threads[condition->queue[position]];
    object_queue_remove(condition, position);
    thread->woken = true;
    if (condition->mutex->owner != self->number)
        state_depends(ON_CLOCKS);
    thread->past = self->past;
    stutter_effect(thread);
    thread->next =
        object_operation(OP_RELOCK, condition->mutex, TOUCH_ACQUIRE, thread->next.pc);
}

int condition_signal(struct object *condition, uintptr_t pc)
{
    struct operation operation = object_operation(OP_SIGNAL, condition, TOUCH_WRITE, pc);
    int waiter = step(&operation);
    stutter_effect(self);
    if (condition->queue_length)
        wake(condition, waiter);
    else
        condition->count++; /* signals that woke nobody */
    return 0;
}

int condition_broadcast(struct object *condition, uintptr_t pc)
{
    struct operation operation =
        object_operation(OP_BROADCAST, condition, TOUCH_WRITE, pc);
    step(&operation);
    stutter_effect(self);
    condition->count += condition->queue_length == 0;
    while (condition->queue_length)
        wake(condition, 0);
    return 0;
}

static struct object *condition_at(pthread_cond_t *place, uintptr_t pc)
{
    return object_of(place, OBJECT_CONDITION, pc);
}

static struct object *mutex_at(pthread_mutex_t *place, uintptr_t pc)
{
    return object_of(place, OBJECT_MUTEX, pc);
}

/* What takes the library's place */

EXPORTED int pthread_cond_init(pthread_cond_t *condition,
                               const pthread_condattr_t *attributes)
{
    (void)attributes;
    object_init(condition, OBJECT_CONDITION, CALLER);
    return 0;
}

EXPORTED int pthread_cond_destroy(pthread_cond_t *condition)
{
    uintptr_t pc = CALLER;
    ENTER();
    struct object *object = condition_at(condition, pc);
    struct operation operation = object_operation(OP_DESTROY, object, TOUCH_WRITE, pc);
    step(&operation);
    if (object->queue_length)
        run_fail(KIND_BAD_OBJECT, pc,
                 "condition %p is destroyed while thread %d waits for it",
                 (void *)condition, object->queue[0]);
    object_destroy(object);
    return 0;
}

EXPORTED int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
    ENTER();
    return condition_wait(condition_at(condition, CALLER), mutex_at(mutex, CALLER), false,
                          CALLER);
}

EXPORTED int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
                                    const struct timespec *until)
{
    (void)until;
    ENTER();
    return condition_wait(condition_at(condition, CALLER), mutex_at(mutex, CALLER), true,
                          CALLER);
}

EXPORTED int pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
                                    clockid_t clock, const struct timespec *until)
{
    (void)clock, (void)until;
    ENTER();
    return condition_wait(condition_at(condition, CALLER), mutex_at(mutex, CALLER), true,
                          CALLER);
}

EXPORTED int pthread_cond_signal(pthread_cond_t *condition)
{
    ENTER();
    return condition_signal(condition_at(condition, CALLER), CALLER);
}

EXPORTED int pthread_cond_broadcast(pthread_cond_t *condition)
{
    ENTER();
    return condition_broadcast(condition_at(condition, CALLER), CALLER);
}

EXPORTED int pthread_condattr_init(pthread_condattr_t *attributes)
{
    memset(attributes, 0, sizeof *attributes);
    return 0;
}

EXPORTED int pthread_condattr_destroy(pthread_condattr_t *attributes)
{
    (void)attributes;
    return 0;
}

EXPORTED int pthread_condattr_setclock(pthread_condattr_t *attributes, clockid_t clock)
{
    (void)attributes, (void)clock;
    return 0;
}
