/* POSIX semaphores without a name. */
#include <errno.h>
#include <semaphore.h>

#include "threads/explore/runtime/cancel.h"
#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/mutex.h"
#include "threads/explore/runtime/race.h"
#include "threads/explore/runtime/scheduler.h"
#include "threads/explore/runtime/state_hash.h"
#include "threads/explore/runtime/trace.h"
#include "threads/explore/runtime/weak_order.h"

static struct object *semaphore_at(sem_t *place, uintptr_t pc)
{
    return object_of(place, OBJECT_SEMAPHORE, pc);
}

static void change(struct object *semaphore, int by)
{
    semaphore->count += by;
    trace_value(self, semaphore->count);
    stutter_effect(self);
    stutter_changed(self, semaphore->address, semaphore->size);
}

static int take(struct object *semaphore)
{
    change(semaphore, -1);
    race_acquire(&semaphore->released);
    weak_fence(__ATOMIC_SEQ_CST);
    return 0;
}

static int give_up(struct object *semaphore, int reason)
{
    state_depends(ON_CLOCKS);
    stutter_read(self, semaphore->address, semaphore->size);
    trace_value(self, -1);
    errno = reason;
    return -1;
}

static int wait(struct object *semaphore, uintptr_t pc)
{
    struct operation operation =
        object_operation(OP_SEM_WAIT, semaphore, TOUCH_WRITE, pc);
    cancel_touch(&operation);
    step(&operation);
    cancel_point();
    return take(semaphore);
}

static int timed_wait(struct object *semaphore, uintptr_t pc)
{
    struct operation operation =
        object_operation(OP_SEM_TIMED, semaphore, TOUCH_WRITE, pc);
    stutter_here(self, pc);
    if (step(&operation) == VARIANT_TIMEOUT)
        return give_up(semaphore, ETIMEDOUT);
    return take(semaphore);
}

static int try_wait(struct object *semaphore, uintptr_t pc)
{
    struct operation operation = object_operation(OP_SEM_TRY, semaphore, TOUCH_WRITE, pc);
    stutter_here(self, pc);
    step(&operation);
    return semaphore->count > 0 ? take(semaphore) : give_up(semaphore, EAGAIN);
}

/* What takes the library's place */

EXPORTED int sem_init(sem_t *semaphore, int shared, unsigned value)
{
    (void)shared;
    object_init(semaphore, OBJECT_SEMAPHORE, CALLER)->count = (int)value;
    return 0;
}

EXPORTED int sem_destroy(sem_t *semaphore)
{
    struct object *object = semaphore_at(semaphore, CALLER);
    ENTER();
    struct operation operation =
        object_operation(OP_DESTROY, object, TOUCH_WRITE, CALLER);
    step(&operation);
    object_destroy(object);
    return 0;
}

EXPORTED int sem_wait(sem_t *semaphore)
{
    ENTER();
    return wait(semaphore_at(semaphore, CALLER), CALLER);
}

EXPORTED int sem_trywait(sem_t *semaphore)
{
    ENTER();
    return try_wait(semaphore_at(semaphore, CALLER), CALLER);
}

EXPORTED int sem_timedwait(sem_t *semaphore, const struct timespec *until)
{
    (void)until;
    ENTER();
    return timed_wait(semaphore_at(semaphore, CALLER), CALLER);
}

EXPORTED int sem_clockwait(sem_t *semaphore, clockid_t clock,
                           const struct timespec *until)
{
    (void)clock, (void)until;
    ENTER();
    return timed_wait(semaphore_at(semaphore, CALLER), CALLER);
}

EXPORTED int sem_post(sem_t *semaphore)
{
    struct object *object = semaphore_at(semaphore, CALLER);
    ENTER();
    struct operation operation =
        object_operation(OP_SEM_POST, object, TOUCH_WRITE, CALLER);
    step(&operation);
    race_release_also(&object->released);
    change(object, 1);
    return 0;
}

EXPORTED int sem_getvalue(sem_t *semaphore, int *value)
{
    struct object *object = semaphore_at(semaphore, CALLER);
    ENTER();
    struct operation operation =
        object_operation(OP_SEM_VALUE, object, TOUCH_READ, CALLER);
    stutter_here(self, CALLER);
    step(&operation);
    stutter_read(self, object->address, object->size);
    state_depends(ON_CLOCKS);
    *value = object->count;
    trace_value(self, *value);
    return 0;
}
