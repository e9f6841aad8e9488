/* The log: what many threads append at once is all there, in order. */
#include "threads/log.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/tap.h"

enum { WRITERS = 4, EACH = 20000 };

static struct log *the_log;

static void *write_events(void *number)
{
    uint8_t thread = *(uint8_t *)number;

    for (int i = 0; i < EACH; i++) {
        struct log_object object = {.kind = OBJECT_MUTEX,
                                    .address = 1 + (uint64_t)(i % 10)};
        log_append(the_log, (struct event){.kind = EVENT_VALUE,
                                           .thread = thread,
                                           .object = log_object(the_log, &object),
                                           .value = i});
    }
    return NULL;
}

static void run_writers(void)
{
    pthread_t threads[WRITERS];
    uint8_t numbers[WRITERS];

    for (uint8_t i = 0; i < WRITERS; i++) {
        numbers[i] = i;
        pthread_create(&threads[i], NULL, write_events, &numbers[i]);
    }
    for (int i = 0; i < WRITERS; i++)
        pthread_join(threads[i], NULL);
}

static void test_many_writers(void)
{
    int64_t next[WRITERS] = {0};
    int out_of_order = 0;
    size_t count;

    the_log = log_new(NULL);
    run_writers();
    count = log_readable(the_log, 0, false);
    is_int(count, WRITERS * EACH, "every event of every thread can be read");
    for (size_t i = 0; i < count; i++) {
        const struct event *event = log_event(the_log, i);
        out_of_order += event->value != next[event->thread]++;
    }
    is_int(out_of_order, 0, "the events of a thread are in the order of that thread");
    is_int(the_log->object_count, 10, "an object is entered once, whoever sees it first");
    log_free(the_log);
}

/* A child that is killed between taking a number and publishing the event. */
static void test_unfinished_event(void)
{
    struct event event = {.kind = EVENT_BEGIN};

    the_log = log_new(NULL);
    log_append(the_log, event);
    atomic_fetch_add(&the_log->next, 1);
    log_append(the_log, event);
    is_int(log_readable(the_log, 0, false), 1,
           "an unfinished event ends what can be read");
    is_int(log_readable(the_log, 0, true), 3,
           "once the writer is gone the rest is read too");
    is_int(log_event(the_log, 1)->kind, EVENT_NONE,
           "and the unfinished one reads as none");
    log_free(the_log);
}

static void test_other_process(void)
{
    pid_t child;

    the_log = log_new(NULL);
    child = fork();
    if (child == 0) {
        log_append(the_log, (struct event){.kind = EVENT_VALUE, .value = 42});
        raise(SIGKILL);
    }
    waitpid(child, NULL, 0);
    is_int(log_readable(the_log, 0, true), 1,
           "what a child wrote before it was killed is there");
    is_int(log_event(the_log, 0)->value, 42, "with its value");
    log_free(the_log);
}

static void test_limits(void)
{
    struct log_object object = {.kind = OBJECT_MUTEX};
    uint16_t index = 0;

    the_log = log_new(NULL);
    for (uint64_t i = 1; i <= LOG_OBJECTS + 5; i++) {
        object.address = i;
        index = log_object(the_log, &object);
    }
    is_int(index, LOG_OBJECTS - 1, "a full table gives its last row");
    for (int i = 0; i < LOG_THREADS; i++)
        log_thread(the_log, "T");
    is_int(log_thread(the_log, "T"), LOG_THREADS, "a thread too many is refused");
    atomic_store(&the_log->next, LOG_EVENTS);
    log_append(the_log, (struct event){.kind = EVENT_VALUE});
    ok(log_full(the_log), "a full log says so");
    is_int(log_readable(the_log, 0, true), LOG_EVENTS,
           "and nothing is written past its end");
    log_free(the_log);
}

int main(void)
{
    test_many_writers();
    test_unfinished_event();
    test_other_process();
    test_limits();
    return done_testing();
}
