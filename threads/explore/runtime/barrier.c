/* Barriers. The last to arrive lets all go, and is the one that is told so. */
#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/mutex.h"
#include "threads/explore/runtime/race.h"
#include "threads/explore/runtime/scheduler.h"
#include "threads/explore/runtime/trace.h"
#include "threads/explore/runtime/weak_order.h"

static struct object *barrier_at(pthread_barrier_t *place, uintptr_t pc)
{
    return object_of(place, OBJECT_BARRIER, pc);
}

/* All that any of them did before is before what each of them does next. */
static void let_go(struct object *barrier)
{
    race_acquire(&barrier->released);
    weak_fence(__ATOMIC_SEQ_CST);
    for (int i = 0; i < barrier->queue_length; i++) {
        struct thread *thread = &threads[barrier->queue[i]];
        clock_join(&thread->known, &barrier->released, THREADS_MAX);
        thread->woken = true;
        thread->past = self->past;
    }
    barrier->queue_length = 0;
    barrier->count = 0;
}

static int arrive(struct object *barrier, uintptr_t pc)
{
    struct operation operation = object_operation(OP_ARRIVE, barrier, TOUCH_WRITE, pc);
    step(&operation);
    race_release_also(&barrier->released);
    stutter_effect(self);
    trace_value(self, ++barrier->count);
    if (barrier->count == barrier->limit) {
        let_go(barrier);
        return PTHREAD_BARRIER_SERIAL_THREAD;
    }
    barrier->queue[barrier->queue_length++] = self->number;
    self->woken = false;
    operation = object_operation(OP_ARRIVED, barrier, TOUCH_NONE, pc);
    step(&operation);
    return 0;
}

EXPORTED int pthread_barrier_init(pthread_barrier_t *barrier,
                                  const pthread_barrierattr_t *attributes, unsigned count)
{
    (void)attributes;
    if (count == 0)
        return EINVAL;
    object_init(barrier, OBJECT_BARRIER, CALLER)->limit = (int)count;
    return 0;
}

EXPORTED int pthread_barrier_destroy(pthread_barrier_t *barrier)
{
    struct object *object = barrier_at(barrier, CALLER);
    ENTER();
    struct operation operation =
        object_operation(OP_DESTROY, object, TOUCH_WRITE, CALLER);
    step(&operation);
    if (object->queue_length)
        run_fail(KIND_BARRIER_MISUSE, CALLER,
                 "barrier %p is destroyed while thread %d waits at it", (void *)barrier,
                 object->queue[0]);
    object_destroy(object);
    return 0;
}

EXPORTED int pthread_barrier_wait(pthread_barrier_t *barrier)
{
    ENTER();
    return arrive(barrier_at(barrier, CALLER), CALLER);
}
