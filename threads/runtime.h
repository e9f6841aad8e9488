/* The recording side of a run: what the calls of demos/demo.h stand for when a
 * watcher looks on. Each function makes the pthread call of its name and logs
 * what it wants before and what it got after.
 */
#ifndef RING3_THREADS_RUNTIME_H
#define RING3_THREADS_RUNTIME_H

#include <pthread.h>
#include <semaphore.h>

#include "threads/log.h"

/* Where a call stands, and the words of its argument: "&mutex". */
struct place {
    int line;
    const char *words;
};

#define HERE(argument) ((struct place){__LINE__, #argument})

void runtime_thread_create(struct place, pthread_t *, const char *name,
                           void *(*run)(void *), void *argument);
void runtime_thread_join(struct place, pthread_t);
void runtime_mutex_lock(struct place, pthread_mutex_t *);
void runtime_mutex_unlock(struct place, pthread_mutex_t *);
void runtime_sem_init(struct place, sem_t *, unsigned value);
void runtime_sem_wait(struct place, sem_t *);
void runtime_sem_post(struct place, sem_t *);
void runtime_barrier_init(struct place, pthread_barrier_t *, unsigned count);
void runtime_barrier_wait(struct place, pthread_barrier_t *);
/* `elements` is 0 for what is no array. */
void runtime_value(struct place, enum object_kind, const volatile void *address,
                   size_t size, size_t elements, size_t index, long value);
void runtime_expect(struct place, long result, long wanted);

#define Thread_create(thread, name, run, argument)                                       \
    runtime_thread_create(HERE(thread), thread, name, run, argument)
#define Thread_join(thread)          runtime_thread_join(HERE(thread), thread)
#define Mutex_lock(mutex)            runtime_mutex_lock(HERE(mutex), mutex)
#define Mutex_unlock(mutex)          runtime_mutex_unlock(HERE(mutex), mutex)
#define Sem_init(semaphore, value)   runtime_sem_init(HERE(semaphore), semaphore, value)
#define Sem_wait(semaphore)          runtime_sem_wait(HERE(semaphore), semaphore)
#define Sem_post(semaphore)          runtime_sem_post(HERE(semaphore), semaphore)
#define Barrier_init(barrier, count) runtime_barrier_init(HERE(barrier), barrier, count)
#define Barrier_wait(barrier)        runtime_barrier_wait(HERE(barrier), barrier)

#define Shared(variable)                                                                 \
    runtime_value(HERE(variable), OBJECT_SHARED, &(variable), sizeof(variable), 0, 0,    \
                  (long)(variable))
#define Shared_at(array, at)                                                             \
    runtime_value(HERE(array), OBJECT_SHARED, (array), sizeof(array),                    \
                  sizeof(array) / sizeof *(array), (size_t)(at), (long)(array)[at])
#define Local(variable)                                                                  \
    runtime_value(HERE(variable), OBJECT_LOCAL, &(variable), sizeof(variable), 0, 0,     \
                  (long)(variable))
#define Expect(result, wanted)                                                           \
    runtime_expect(HERE(result), (long)(result), (long)(wanted))

/* The compiled demo and its own source, the very file that was compiled. */
struct demo_code {
    const char *file; /* "threads/demos/race.c" */
    int (*run)(int argc, char *argv[]);
    const char *source, *source_end;
};

/* Embeds the file `path` under the symbols NAME and NAME_end. */
#define EMBED(name, path)                                                                \
    __asm__(".pushsection .rodata\n.global " name "\n.global " name "_end\n" name ":\n"  \
            ".incbin \"" path "\"\n" name "_end:\n.byte 0\n.popsection\n")

/* A demo says `#define DEMO race` and has a main() of its own, which becomes a
 * function that nobody else sees. */
#ifdef DEMO
#define GLUE_(a, b) a##b
#define GLUE(a, b)  GLUE_(a, b)
#define TEXT_(a)    #a
#define TEXT(a)     TEXT_(a)
#define DEMO_SOURCE GLUE(demo_source_, DEMO)
extern const char DEMO_SOURCE[], GLUE(DEMO_SOURCE, _end)[];
EMBED(TEXT(DEMO_SOURCE), __BASE_FILE__);
static int demo_main(int argc, char *argv[]);
extern const struct demo_code GLUE(demo_, DEMO);
const struct demo_code GLUE(demo_, DEMO) = {__BASE_FILE__, demo_main, DEMO_SOURCE,
                                            GLUE(DEMO_SOURCE, _end)};
#define main demo_main
#endif

/* Makes this process the child that is watched: what its threads do goes to
 * `log`. Runs the demo and ends the process. */
_Noreturn void runtime_run(struct log *log, const struct demo_code *code,
                           const char *count);

#endif
