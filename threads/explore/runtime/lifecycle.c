/* Threads come and go: create, join, detach, exit; main, and the end of the process. */
#include "threads/explore/runtime/lifecycle.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <unistd.h>

#include "threads/explore/runtime/accesses.h"
#include "threads/explore/runtime/cancel.h"
#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/keys.h"
#include "threads/explore/runtime/layout.h"
#include "threads/explore/runtime/object.h"
#include "threads/explore/runtime/race.h"
#include "threads/explore/runtime/scheduler.h"
#include "threads/explore/runtime/trace.h"
#include "threads/explore/runtime/weak_order.h"

OURS static int program_argc;
OURS static char **program_argv, **program_environment;

int __real_main(int argc, char **argv, char **environment);

void lifecycle_arguments(int argc, char **argv, char **environment)
{
    program_argc = argc;
    program_argv = argv;
    program_environment = environment;
}

void lifecycle_reset(void)
{
    keys_reset();
}

static struct operation thread_operation(enum operation_kind kind, int target,
                                         enum touch_mode mode, uintptr_t pc)
{
    return (struct operation){
        .kind = (uint16_t)kind,
        .target = target,
        .pc = pc,
        .touch = {{THREAD_OBJECT(target), 1, mode}},
    };
}

/* The end of the process */

static void check_threads(uintptr_t pc, bool by_return)
{
    for (int i = 1; by_return && i < thread_count; i++)
        if (!threads[i].ended)
            run_fail(KIND_MAIN_RETURNED, pc,
                     "main returns while thread %d has not ended: it is cut off before "
                     "%p",
                     i, (void *)threads[i].next.pc);
    for (int i = 1; i < thread_count; i++) {
        const struct thread *thread = &threads[i];
        if (thread->ended && !thread->joined && !thread->detached)
            run_fail(KIND_THREAD_LEAK, thread->created_pc,
                     "thread %d, created at %p, was neither joined nor detached", i,
                     (void *)thread->created_pc);
    }
}

static _Noreturn void end_process(int status, uintptr_t pc, bool by_return)
{
    struct operation operation = {.kind = OP_END, .pc = pc};
    if (thread_count > 1)
        step(&operation);
    self->next.pc = pc;
    if (status == 0)
        check_threads(pc, by_return);
    run_done(status & 0xff);
}

void lifecycle_all_ended(void)
{
    check_threads(0, false);
    run_done(0);
}

void main_body(void)
{
    int status = __real_main(program_argc, program_argv, program_environment);
    end_process(status, (uintptr_t)__real_main + 1, true);
}

EXPORTED void exit(int status)
{
    if (!self)
        _exit(status);
    ENTER();
    end_process(status, CALLER, false);
}

EXPORTED void _Exit(int status)
{
    ENTER();
    end_process(status, CALLER, false);
}

EXPORTED void abort(void)
{
    if (!self)
        _exit(125);
    run_fail(KIND_CRASH, CALLER, "thread %d calls abort()", self->number);
}

EXPORTED _Noreturn void __assert_fail(const char *expression, const char *file,
                                      unsigned line, const char *function);
EXPORTED void __assert_fail(const char *expression, const char *file, unsigned line,
                            const char *function)
{
    (void)file, (void)line, (void)function;
    run_fail(KIND_ASSERTION, CALLER, "in thread %d the assertion `%s` does not hold",
             self->number, expression);
}

/* The end of a thread */

static void leave_locks(uintptr_t pc)
{
    for (int i = 0; i < objects_count(); i++) {
        struct object *object = objects_at(i);
        if (object->address == 0 || object->owner != self->number ||
            object->type != OBJECT_MUTEX)
            continue;
        if (!object->robust)
            run_fail(KIND_MISSING_UNLOCK, object->acquired_pc,
                     "thread %d ends at %p and still holds mutex %p, locked at %p",
                     self->number, (void *)pc, (void *)object->address,
                     (void *)object->acquired_pc);
        object->owner = NOBODY;
        object->owner_died = true;
        race_release(&object->released);
        stutter_changed(self, object->address, object->size);
    }
}

void lifecycle_end(void *result)
{
    uintptr_t pc = (uintptr_t)self->start + 1;
    self->result = result;
    self->cancel_off = true;
    keys_destroy();
    struct operation operation =
        thread_operation(OP_EXIT, self->number, TOUCH_RELEASE, pc);
    operation.sweeping = self->locks_held > 0; /* they go on to others */
    step(&operation);
    if (self->locks_held && self->number)
        leave_locks(pc);
    self->ended = true;
    stutter_effect(self);
}

EXPORTED void pthread_exit(void *result)
{
    ENTER();
    cancel_unwind(result);
}

/* Creating and joining */

int thread_create(pthread_t *place, void *(*start)(void *), void *argument, bool detached,
                  uintptr_t pc)
{
    struct thread *thread = thread_new(start, argument, pc);
    struct operation operation =
        thread_operation(OP_CREATE, thread->number, TOUCH_WRITE, pc);
    /* The order of creations gives the threads their numbers. */
    operation.touch[1] = (struct touch){(uintptr_t)&thread_count, 1, TOUCH_WRITE};
    clock_copy(&thread->known, &self->known, THREADS_MAX);
    thread->detached = detached;
    thread->ended = true; /* it cannot run before the step is done */
    access_check((uintptr_t)place, sizeof *place, pc);
    if (!race_off)
        race_access((uintptr_t)place, sizeof *place, ACCESS_WRITE, pc);
    step(&operation);
    thread->ended = false;
    thread->past = self->past;
    clock_copy(&thread->known, &self->known, THREADS_MAX);
    thread->known.at[thread->number] = 1;
    self->known.at[self->number]++;
    stutter_effect(self);
    *place = (pthread_t)(uintptr_t)(thread->number + 1);
    trace_value(self, thread->number);
    return 0;
}

EXPORTED int pthread_create(pthread_t *place, const pthread_attr_t *attributes,
                            void *(*start)(void *), void *argument)
{
    int state = PTHREAD_CREATE_JOINABLE;
    ENTER();
    if (attributes)
        memcpy(&state, attributes, sizeof state);
    return thread_create(place, start, argument, state == PTHREAD_CREATE_DETACHED,
                         CALLER);
}

static struct thread *thread_at(pthread_t place)
{
    uintptr_t number = (uintptr_t)place - 1;
    return number < (uintptr_t)thread_count ? &threads[number] : NULL;
}

int thread_join(pthread_t place, void **result, uintptr_t pc)
{
    struct thread *thread = thread_at(place);
    if (!thread)
        run_fail(KIND_BAD_OBJECT, pc, "pthread_join of a pthread_t that no thread has");
    if (thread == self)
        return EDEADLK;
    if (thread->joined || thread->detached)
        run_fail(KIND_BAD_OBJECT, pc, "thread %d is joined, but it was %s before",
                 thread->number, thread->joined ? "joined" : "detached");
    struct operation operation =
        thread_operation(OP_JOIN, thread->number, TOUCH_ACQUIRE, pc);
    cancel_touch(&operation);
    step(&operation);
    cancel_point();
    thread->joined = true;
    race_acquire(&thread->known);
    weak_fence(__ATOMIC_SEQ_CST);
    if (result)
        *result = thread->result;
    stutter_effect(self);
    return 0;
}

EXPORTED int pthread_join(pthread_t thread, void **result)
{
    ENTER();
    return thread_join(thread, result, CALLER);
}

EXPORTED int pthread_detach(pthread_t place)
{
    struct thread *thread = thread_at(place);
    ENTER();
    if (!thread || thread->joined)
        return ESRCH;
    if (thread->detached)
        return EINVAL;
    struct operation operation =
        thread_operation(OP_DETACH, thread->number, TOUCH_WRITE, CALLER);
    step(&operation);
    thread->detached = true;
    return 0;
}

EXPORTED pthread_t pthread_self(void)
{
    return (pthread_t)(uintptr_t)(self ? self->number + 1 : 1);
}

EXPORTED int pthread_equal(pthread_t a, pthread_t b)
{
    return a == b;
}

/* Attributes: only the state of being detached means something here. */

EXPORTED int pthread_attr_init(pthread_attr_t *attributes)
{
    memset(attributes, 0, sizeof *attributes);
    return 0;
}

EXPORTED int pthread_attr_destroy(pthread_attr_t *attributes)
{
    (void)attributes;
    return 0;
}

EXPORTED int pthread_attr_setdetachstate(pthread_attr_t *attributes, int state)
{
    memcpy(attributes, &state, sizeof state);
    return 0;
}

EXPORTED int pthread_attr_setstacksize(pthread_attr_t *attributes, size_t size)
{
    (void)attributes, (void)size;
    return 0;
}
