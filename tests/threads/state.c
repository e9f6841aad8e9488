/* What events add up to: who holds, who waits, who can never go on. */
#include "threads/state.h"

#include "tests/tap.h"
#include "tests/threads/made_up.h"

static struct log *the_log;
static struct state now;

static void begin(int threads)
{
    log_free(the_log);
    the_log = log_new(NULL);
    made_threads(the_log, threads);
}

static uint64_t stuck(struct wait_graph *graph)
{
    state_replay(&now, the_log, log_readable(the_log, 0, true));
    state_graph(&now, the_log, graph);
    return wait_graph_stuck(graph);
}

static void test_opposite_order(void)
{
    struct wait_graph graph;
    uint16_t a, b;

    begin(3);
    a = made_object(the_log, "A", OBJECT_MUTEX, 40, 0);
    b = made_object(the_log, "B", OBJECT_MUTEX, 40, 0);
    made_event(the_log, 1, EVENT_WANTS, a, 10, 0);
    made_event(the_log, 1, EVENT_GETS, a, 10, 0);
    made_event(the_log, 2, EVENT_WANTS, b, 20, 0);
    made_event(the_log, 2, EVENT_GETS, b, 20, 0);
    made_event(the_log, 1, EVENT_WANTS, b, 11, 0);
    is_int(stuck(&graph), 0, "one thread that waits is no deadlock");
    ok(state_blocked(&now, the_log, 1), "but it is blocked");
    made_event(the_log, 2, EVENT_WANTS, a, 21, 0);
    is_int(stuck(&graph), 6, "both wait for each other: both are stuck");
    is_int(wait_graph_cycle(&graph, 6).count, 2, "in a cycle of two");
    is_int(now.threads[2].line, 21, "the line of the last call is known");
    made_event(the_log, 0, EVENT_WANTS, the_log->threads[1].object, 5, 0);
    is_int(stuck(&graph), 7, "and main, which joins one of them, is stuck as well");
}

static void test_released_is_free(void)
{
    struct wait_graph graph;
    uint16_t a;

    begin(3);
    a = made_object(the_log, "A", OBJECT_MUTEX, 40, 0);
    made_event(the_log, 1, EVENT_WANTS, a, 10, 0);
    made_event(the_log, 1, EVENT_GETS, a, 10, 0);
    made_event(the_log, 2, EVENT_WANTS, a, 20, 0);
    made_event(the_log, 1, EVENT_GIVES, a, 11, 0);
    is_int(stuck(&graph), 0, "after the release nobody is stuck");
    ok(!state_blocked(&now, the_log, 2),
       "nor blocked, although the lock is not taken yet");
}

static void test_own_lock_twice(void)
{
    struct wait_graph graph;
    uint16_t a;

    begin(2);
    a = made_object(the_log, "A", OBJECT_MUTEX, 40, 0);
    made_event(the_log, 1, EVENT_WANTS, a, 10, 0);
    made_event(the_log, 1, EVENT_GETS, a, 10, 0);
    made_event(the_log, 1, EVENT_WANTS, a, 11, 0);
    is_int(stuck(&graph), 2, "a thread that locks its own mutex again is stuck");
    is_int(wait_graph_cycle(&graph, 2).count, 1, "in a cycle of one");
}

static void test_owner_has_ended(void)
{
    struct wait_graph graph;
    uint16_t a;

    begin(3);
    a = made_object(the_log, "A", OBJECT_MUTEX, 40, 0);
    made_event(the_log, 1, EVENT_WANTS, a, 10, 0);
    made_event(the_log, 1, EVENT_GETS, a, 10, 0);
    made_event(the_log, 1, EVENT_END, the_log->threads[1].object, 0, 0);
    made_event(the_log, 2, EVENT_WANTS, a, 20, 0);
    is_int(stuck(&graph), 4, "a lock that its owner took along is never released");
}

static void test_semaphore(void)
{
    struct wait_graph graph;
    uint16_t slots;

    begin(3);
    slots = made_object(the_log, "slots", OBJECT_SEMAPHORE, 32, 1);
    made_event(the_log, 1, EVENT_WANTS, slots, 10, 0);
    made_event(the_log, 1, EVENT_GETS, slots, 10, 0);
    made_event(the_log, 1, EVENT_WANTS, slots, 11, 0);
    is_int(stuck(&graph), 0, "who waits for a semaphore may hope for all that run");
    is_int(state_semaphore(&now, the_log, slots), 0, "its count is 0");
    made_event(the_log, 2, EVENT_WANTS, slots, 20, 0);
    is_int(stuck(&graph), 0, "main still runs, and could post");
    made_event(the_log, 0, EVENT_WANTS, the_log->threads[1].object, 5, 0);
    is_int(stuck(&graph), 7, "nobody is left who could");
    made_event(the_log, 2, EVENT_GIVES, slots, 21, 0);
    is_int(stuck(&graph), 0, "a post frees them");
    is_int(now.objects[slots].givers, 4, "and its giver is remembered");
}

static void test_barrier(void)
{
    struct wait_graph graph;
    uint16_t meeting;

    begin(3);
    meeting = made_object(the_log, "meeting", OBJECT_BARRIER, 32, 2);
    for (int round = 0; round < 3; round++) {
        made_event(the_log, 1, EVENT_WANTS, meeting, 10, 0);
        stuck(&graph);
        ok(state_blocked(&now, the_log, 1), "the first one at a barrier waits");
        made_event(the_log, 2, EVENT_WANTS, meeting, 20, 0);
        stuck(&graph);
        ok(!state_blocked(&now, the_log, 1) && !state_blocked(&now, the_log, 2),
           "the last one lets both go on");
        made_event(the_log, 2, EVENT_GETS, meeting, 20, 0);
        made_event(the_log, 1, EVENT_GETS, meeting, 10, 0);
    }
    made_event(the_log, 1, EVENT_WANTS, meeting, 10, 0);
    made_event(the_log, 2, EVENT_END, the_log->threads[2].object, 0, 0);
    made_event(the_log, 0, EVENT_WANTS, the_log->threads[1].object, 5, 0);
    is_int(stuck(&graph), 3, "a barrier to which nobody can come any more");
}

int main(void)
{
    test_opposite_order();
    test_released_is_free();
    test_own_lock_twice();
    test_owner_has_ended();
    test_semaphore();
    test_barrier();
    log_free(the_log);
    return done_testing();
}
