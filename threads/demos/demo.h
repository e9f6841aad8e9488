/* demo.h: checked pthread calls for the demos, each with a capital letter.
 *
 * Two ways to use it:
 *   within ring3   each call is also recorded, with its line, and a watcher
 *                  in another process sees who holds and who waits;
 *   on its own     threads show deadlock > deadlock.c
 *                  threads show demo.h > demo.h
 *                  gcc -g -pthread deadlock.c && ./a.out
 *
 * A call that fails ends the program with the reason. (assert() would do
 * nothing when NDEBUG is defined, and drop the call with it.)
 */
#ifndef RING3_THREADS_DEMO_H
#define RING3_THREADS_DEMO_H

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first argument as a number: how often, how many. */
static inline int number(int argc, char *argv[], int otherwise)
{
    return argc > 1 ? atoi(argv[1]) : otherwise;
}

#ifdef RING3_VERSION
#include "threads/runtime.h"
#else

static inline void check(int code, const char *call, int line)
{
    if (code == 0)
        return;
    fprintf(stderr, "line %d: %s: %s\n", line, call, strerror(code));
    exit(1);
}

#define CHECK(call)       check((call), #call, __LINE__)
#define CHECK_ERRNO(call) check((call) == 0 ? 0 : errno, #call, __LINE__)

#define Thread_create(thread, name, run, argument)                        \
    CHECK(pthread_create(thread, NULL, run, argument))
#define Thread_join(thread) CHECK(pthread_join(thread, NULL))
#define Mutex_lock(mutex)   CHECK(pthread_mutex_lock(mutex))
#define Mutex_unlock(mutex) CHECK(pthread_mutex_unlock(mutex))
#define Sem_init(semaphore, value)                                        \
    CHECK_ERRNO(sem_init(semaphore, 0, value))
#define Sem_wait(semaphore) CHECK_ERRNO(sem_wait(semaphore))
#define Sem_post(semaphore) CHECK_ERRNO(sem_post(semaphore))
#define Barrier_init(barrier, count)                                      \
    CHECK(pthread_barrier_init(barrier, NULL, count))
#define Barrier_wait(barrier)   pthread_barrier_wait(barrier)

/* For the watcher: the value of a variable now. */
#define Shared(variable)        ((void)0)
#define Shared_at(array, index) ((void)0)
#define Local(variable)         ((void)0)

/* What the result is, and what it ought to be. */
#define Expect(result, wanted)                                            \
    printf("%s is %ld, expected %ld\n", #result, (long)(result),          \
           (long)(wanted))

#endif
#endif
