/* The order of recording, which makes the log a proof: "wants" before the call that
 * may block, "gets" after it returned, "gives" before the release. Small programs run
 * as recorded children; what their logs say is held against the rules.
 */
#include "threads/runtime.h"

#include <limits.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/tap.h"
#include "threads/kernel.h"
#include "threads/state.h"

enum { WORKERS = 4, ROUNDS = 8000, LOOKS = 2000, REST = 10 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t checked = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
static pthread_barrier_t barrier;
static sem_t semaphore;
static pthread_t threads[WORKERS];

static void join_workers(void *(*work)(void *))
{
    static const char *const names[WORKERS] = {"T1", "T2", "T3", "T4"};

    for (int i = 0; i < WORKERS; i++)
        Thread_create(&threads[i], names[i], work, NULL);
    for (int i = 0; i < WORKERS; i++)
        Thread_join(threads[i]);
}

static void *lock_often(void *unused)
{
    for (int i = 0; i < ROUNDS; i++) {
        Mutex_lock(&mutex);
        if (i % 8 == 0)
            sched_yield(); /* so that others come to wait for it */
        Mutex_unlock(&mutex);
    }
    return unused;
}

static int many_locks(int argc, char *argv[])
{
    (void)argc;
    (void)argv;
    join_workers(lock_often);
    return 0;
}

static void *post_and_wait(void *unused)
{
    for (int i = 0; i < ROUNDS; i++) {
        Sem_wait(&semaphore);
        if (i % 8 == 0)
            sched_yield();
        Sem_post(&semaphore);
    }
    return unused;
}

static int many_posts(int argc, char *argv[])
{
    (void)argc;
    (void)argv;
    Sem_init(&semaphore, 1);
    join_workers(post_and_wait);
    return 0;
}

static void *meet_often(void *unused)
{
    for (int i = 0; i < ROUNDS / 10; i++)
        Barrier_wait(&barrier);
    return unused;
}

static int many_meetings(int argc, char *argv[])
{
    (void)argc;
    (void)argv;
    Barrier_init(&barrier, WORKERS);
    join_workers(meet_often);
    return 0;
}

static void *lock_for_ever(void *unused)
{
    Mutex_lock(&mutex);
    return unused;
}

/* T1 waits for a mutex, main for the end of T1. */
static int hang_in_mutex(int argc, char *argv[])
{
    (void)argc;
    (void)argv;
    Mutex_lock(&mutex);
    Thread_create(&threads[0], "T1", lock_for_ever, NULL);
    Thread_join(threads[0]);
    return 0;
}

static void *meet_for_ever(void *unused)
{
    Barrier_wait(&barrier);
    return unused;
}

/* T1 waits at a barrier, main for a semaphore. */
static int hang_in_semaphore(int argc, char *argv[])
{
    (void)argc;
    (void)argv;
    Sem_init(&semaphore, 0);
    Barrier_init(&barrier, 2);
    Thread_create(&threads[0], "T1", meet_for_ever, NULL);
    Sem_wait(&semaphore);
    return 0;
}

/* A release that fails ends the program: what was recorded came before it. */
static int unlock_what_is_free(int argc, char *argv[])
{
    (void)argc;
    (void)argv;
    Mutex_unlock(&checked);
    return 0;
}

static int post_past_the_end(int argc, char *argv[])
{
    (void)argc;
    (void)argv;
    Sem_init(&semaphore, SEM_VALUE_MAX);
    Sem_post(&semaphore);
    return 0;
}

static pid_t start(struct log *log, int (*run)(int, char *[]))
{
    const struct demo_code code = {.file = "test.c", .run = run};
    pid_t child;

    fflush(stdout);
    child = fork();
    if (child == 0) {
        alarm(60);
        runtime_run(log, &code, "1");
    }
    return child;
}

/* Does this event agree with those before it? Says so if not. */
static const char *broken_rule(const struct log *log, const struct state *before,
                               const struct event *event)
{
    const struct object_state *object = &before->objects[event->object];
    enum object_kind kind = log->objects[event->object].kind;

    if (event->kind == EVENT_GETS) {
        if (before->threads[event->thread].wants != event->object)
            return "got what it had not asked for";
        if (state_blocked(before, log, event->thread))
            return "got what could not be had";
    }
    if (event->kind == EVENT_GIVES && kind == OBJECT_MUTEX &&
        object->owner != event->thread)
        return "released what it did not hold";
    if (event->kind == EVENT_BEGIN && event->thread &&
        !before->threads[event->thread].created)
        return "began before it was created";
    if (before->threads[event->thread].ended)
        return "went on after its end";
    return NULL;
}

static void test_whole_run(int (*run)(int, char *[]), size_t least, const char *name)
{
    struct log *log = log_new(NULL);
    pid_t child = start(log, run);
    struct state state;
    size_t count, broken = 0;
    int status;

    waitpid(child, &status, 0);
    ok(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the program ends well");
    count = log_readable(log, 0, true);
    ok(count > least && !log_full(log), "it recorded what it did");
    state_init(&state);
    for (size_t i = 0; i < count; i++) {
        const struct event *event = log_event(log, i);
        const char *words = broken_rule(log, &state, event);
        if (words && broken++ < 3)
            printf("# event %zu of %zu: %s %s: %s\n", i, count,
                   log->threads[event->thread].name, words,
                   log->objects[event->object].name);
        state_add(&state, log, event);
    }
    is_int(broken, 0, name);
    log_free(log);
}

static bool same_rest(const struct kernel_thread *one, const struct kernel_thread *two)
{
    return one->state == 'S' && two->state == 'S' && one->switches == two->switches &&
           (!two->has_call || two->futex);
}

/* Until main and T1 sleep, and have not run for a while. */
static bool at_rest(struct log *log, pid_t child)
{
    struct kernel_thread before[2] = {0}, now[2] = {0};

    for (int looks = 0, same = 0; looks < LOOKS; looks++) {
        for (int i = 0; i < 2; i++) {
            pid_t thread = atomic_load(&log->threads[i].tid);
            before[i] = now[i];
            if (thread)
                kernel_look(child, thread, &now[i]);
        }
        same = same_rest(&before[0], &now[0]) && same_rest(&before[1], &now[1]) ? same + 1
                                                                                : 0;
        if (same == REST)
            return true;
        tap_pause();
    }
    return false;
}

/* What a thread recorded last, before it fell asleep. */
static const struct event *last_event(const struct log *log, int thread)
{
    for (size_t i = log_readable(log, 0, true); i-- > 0;)
        if (log_event(log, i)->thread == thread)
            return log_event(log, i);
    return log_event(log, LOG_EVENTS - 1);
}

static void test_asleep(int (*run)(int, char *[]), const enum object_kind kinds[2],
                        const char *const names[2])
{
    struct log *log = log_new(NULL);
    pid_t child = start(log, run);

    ok(at_rest(log, child), "both threads fall asleep");
    for (int i = 0; i < 2; i++) {
        const struct event *event = last_event(log, i);
        ok(event->kind == EVENT_WANTS && log->objects[event->object].kind == kinds[i],
           names[i]);
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    log_free(log);
}

static void test_failed_release(int (*run)(int, char *[]), const char *name)
{
    struct log *log = log_new(NULL);
    pid_t child = start(log, run);
    size_t count;

    waitpid(child, NULL, 0);
    count = log_readable(log, 0, true);
    ok(count == 3 && log_event(log, 1)->kind == EVENT_GIVES &&
           log_event(log, 2)->kind == EVENT_FAILED,
       name);
    log_free(log);
}

int main(void)
{
    static const enum object_kind first[] = {OBJECT_THREAD, OBJECT_MUTEX};
    static const enum object_kind second[] = {OBJECT_SEMAPHORE, OBJECT_BARRIER};
    static const char *const first_names[] = {"who waits for a thread said so before",
                                              "who waits for a mutex said so before"};
    static const char *const second_names[] = {"who waits for a semaphore said so before",
                                               "who waits at a barrier said so before"};

    test_whole_run(many_locks, WORKERS * ROUNDS * 3, "never do two hold one mutex");
    test_whole_run(many_posts, WORKERS * ROUNDS * 3, "never is a semaphore below 0");
    test_whole_run(many_meetings, WORKERS * ROUNDS / 10 * 2,
                   "nobody leaves a barrier before all have come");
    test_failed_release(unlock_what_is_free, "an unlock is recorded before it is made");
    test_failed_release(post_past_the_end, "a post is recorded before it is made");
    if (kernel_has_proc()) {
        test_asleep(hang_in_mutex, first, first_names);
        test_asleep(hang_in_semaphore, second, second_names);
    }
    return done_testing();
}
