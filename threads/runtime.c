/* The checked pthread calls, recorded.
 *
 * Runs in the watched child only. The rules of order are those of event.h; a
 * file that breaks them makes the watcher's proof worthless:
 *   - "wants" is logged before the call, "gets" after it returned
 *   - "gives" is logged before the unlock or post itself
 * A call that fails is logged with its errno, and ends the child.
 *
 * Threads are created by the main thread only, as every demo does.
 */
#include "threads/runtime.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct begin {
    pthread_t thread;
    void *(*run)(void *);
    void *argument;
    uint8_t index;
};

static struct log *the_log;
static struct begin begins[LOG_THREADS];
static _Thread_local uint8_t self; /* the main thread is 0 */

static void record(enum event_kind kind, struct place place, uint16_t object,
                   size_t index, int64_t value)
{
    log_append(the_log, (struct event){.value = value,
                                       .line = (uint16_t)place.line,
                                       .object = object,
                                       .index = (uint16_t)index,
                                       .kind = (uint8_t)kind,
                                       .thread = self});
}

static uint16_t object_of(struct place place, enum object_kind kind,
                          const volatile void *address, size_t size, int64_t initial)
{
    struct log_object object = {.address = (uint64_t)(uintptr_t)address,
                                .size = size,
                                .initial = initial,
                                .kind = kind};

    snprintf(object.name, sizeof object.name, "%s", place.words + (*place.words == '&'));
    return log_object(the_log, &object);
}

static uint16_t mutex_object(struct place place, pthread_mutex_t *mutex)
{
    return object_of(place, OBJECT_MUTEX, mutex, sizeof *mutex, 0);
}

static uint16_t semaphore_object(struct place place, sem_t *semaphore, unsigned value)
{
    return object_of(place, OBJECT_SEMAPHORE, semaphore, sizeof *semaphore, value);
}

static void check(int code, struct place place, uint16_t object)
{
    if (code == 0)
        return;
    record(EVENT_FAILED, place, object, 0, code);
    _exit(STATUS_HOST);
}

static void begin_thread(void)
{
    struct log_thread *thread = &the_log->threads[self];

    atomic_store(&thread->tid, gettid());
    record(EVENT_BEGIN, (struct place){0}, thread->object, 0, 0);
}

static void end_thread(int status)
{
    record(EVENT_END, (struct place){0}, the_log->threads[self].object, 0, status);
}

static void *run_thread(void *memory)
{
    struct begin *begin = memory;
    void *result;

    self = begin->index;
    begin_thread();
    result = begin->run(begin->argument);
    end_thread(0);
    return result;
}

void runtime_thread_create(struct place place, pthread_t *thread, const char *name,
                           void *(*run)(void *), void *argument)
{
    uint8_t index = log_thread(the_log, name);
    struct begin *begin;
    uint16_t object;

    if (index >= LOG_THREADS) {
        check(EAGAIN, place, the_log->threads[0].object);
        return;
    }
    begin = &begins[index];
    object = the_log->threads[index].object;
    *begin = (struct begin){.run = run, .argument = argument, .index = index};
    record(EVENT_CREATE, place, object, 0, 0);
    check(pthread_create(thread, NULL, run_thread, begin), place, object);
    begin->thread = *thread;
    pthread_setname_np(*thread, name); /* for ps -L; a demo works without it */
}

static uint16_t thread_object(pthread_t thread)
{
    uint32_t count = atomic_load(&the_log->thread_count);

    for (uint32_t i = 1; i < count; i++)
        if (pthread_equal(begins[i].thread, thread))
            return the_log->threads[i].object;
    return the_log->threads[0].object;
}

void runtime_thread_join(struct place place, pthread_t thread)
{
    uint16_t object = thread_object(thread);

    record(EVENT_WANTS, place, object, 0, 0);
    check(pthread_join(thread, NULL), place, object);
    record(EVENT_GETS, place, object, 0, 0);
}

void runtime_mutex_lock(struct place place, pthread_mutex_t *mutex)
{
    uint16_t object = mutex_object(place, mutex);

    record(EVENT_WANTS, place, object, 0, 0);
    check(pthread_mutex_lock(mutex), place, object);
    record(EVENT_GETS, place, object, 0, 0);
}

void runtime_mutex_unlock(struct place place, pthread_mutex_t *mutex)
{
    uint16_t object = mutex_object(place, mutex);

    record(EVENT_GIVES, place, object, 0, 0);
    check(pthread_mutex_unlock(mutex), place, object);
}

void runtime_sem_init(struct place place, sem_t *semaphore, unsigned value)
{
    uint16_t object = semaphore_object(place, semaphore, value);

    check(sem_init(semaphore, 0, value) == 0 ? 0 : errno, place, object);
}

void runtime_sem_wait(struct place place, sem_t *semaphore)
{
    uint16_t object = semaphore_object(place, semaphore, 0);

    record(EVENT_WANTS, place, object, 0, 0);
    while (sem_wait(semaphore) != 0)
        if (errno != EINTR)
            check(errno, place, object);
    record(EVENT_GETS, place, object, 0, 0);
}

void runtime_sem_post(struct place place, sem_t *semaphore)
{
    uint16_t object = semaphore_object(place, semaphore, 0);

    record(EVENT_GIVES, place, object, 0, 0);
    check(sem_post(semaphore) == 0 ? 0 : errno, place, object);
}

void runtime_barrier_init(struct place place, pthread_barrier_t *barrier, unsigned count)
{
    uint16_t object = object_of(place, OBJECT_BARRIER, barrier, sizeof *barrier, count);

    check(pthread_barrier_init(barrier, NULL, count), place, object);
}

void runtime_barrier_wait(struct place place, pthread_barrier_t *barrier)
{
    uint16_t object = object_of(place, OBJECT_BARRIER, barrier, sizeof *barrier, 0);
    int code;

    record(EVENT_WANTS, place, object, 0, 0);
    code = pthread_barrier_wait(barrier);
    check(code == PTHREAD_BARRIER_SERIAL_THREAD ? 0 : code, place, object);
    record(EVENT_GETS, place, object, 0, 0);
}

void runtime_value(struct place place, enum object_kind kind,
                   const volatile void *address, size_t size, size_t elements,
                   size_t index, long value)
{
    uint16_t object = object_of(place, kind, address, size, (int64_t)elements);

    record(EVENT_VALUE, place, object, index, value);
}

void runtime_expect(struct place place, long result, long wanted)
{
    uint16_t object = object_of(place, OBJECT_RESULT, NULL, 0, 0);

    record(EVENT_VALUE, place, object, 0, result);
    record(EVENT_EXPECT, place, object, 0, wanted);
}

_Noreturn void runtime_run(struct log *log, const struct demo_code *code,
                           const char *count)
{
    char *argv[] = {(char *)(uintptr_t)code->file, (char *)(uintptr_t)count, NULL};
    int status;

    the_log = log;
    self = log_thread(log, "main");
    begin_thread();
    status = code->run(2, argv);
    end_thread(status);
    exit(status);
}
