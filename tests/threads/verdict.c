/* Verdicts of runs made by hand: each ending has its word, status and reason. */
#include "threads/verdict.h"

#include "tests/tap.h"
#include "tests/threads/made_up.h"

static const struct variant stuck_announced = {.announced = OUTCOME_STUCK};
static const struct variant lost_announced = {.announced = OUTCOME_LOST};
static const struct variant right_announced = {.announced = OUTCOME_RIGHT};

static struct recording run;
static struct verdict verdict;
static char line[VERDICT_LINE];

static void begin(const struct variant *variant, int threads)
{
    log_free(run.log);
    run = (struct recording){.variant = variant, .log = log_new(NULL)};
    made_threads(run.log, threads);
}

static void judge(void)
{
    struct state state;

    run.events = log_readable(run.log, 0, true);
    state_replay(&state, run.log, run.events);
    state_graph(&state, run.log, &run.graph);
    run.stuck = wait_graph_stuck(&run.graph);
    run.cycle = wait_graph_cycle(&run.graph, run.stuck);
    verdict = verdict_of(&run);
    verdict_headline(&run, &verdict, line);
}

static const char *reason(size_t index)
{
    static char text[VERDICT_LINE];

    return verdict_reason(&run, &verdict, index, text) ? text : NULL;
}

static void end_with_result(int64_t value, int64_t wanted)
{
    uint16_t result = made_object(run.log, "sum", OBJECT_RESULT, 0, 0);

    made_event(run.log, 0, EVENT_VALUE, result, 9, value);
    made_event(run.log, 0, EVENT_EXPECT, result, 9, wanted);
    made_event(run.log, 0, EVENT_END, run.log->threads[0].object, 0, 0);
    judge();
}

static void test_results(void)
{
    begin(&lost_announced, 1);
    end_with_result(7, 10);
    is_string(line, "LOST: sum is 7, expected 10: 3 of 10 are lost",
              "a result too small");
    is_int(verdict_status(&run, &verdict), STATUS_OK, "announced: status 0");
    run.variant = &right_announced;
    is_int(verdict_status(&run, &verdict), STATUS_NO, "in a fixed twin: status 1");
    begin(&lost_announced, 1);
    end_with_result(10, 10);
    is_int(verdict_status(&run, &verdict), STATUS_UNDECIDED, "a lucky race is undecided");
    contains(reason(0), "The bug is still there", "and says so");
    begin(&right_announced, 1);
    end_with_result(11, 10);
    is_string(line, "WRONG: sum is 11, expected 10", "a result too large is another bug");
    is_int(verdict_status(&run, &verdict), STATUS_NO, "with status 1");
}

static void test_no_end(void)
{
    begin(&right_announced, 1);
    judge();
    contains(line, "FAILED", "a program that did not get to the end of main has failed");
    run.ending = ENDED_SIGNAL;
    run.signal = 11;
    judge();
    contains(line, "CRASHED: signal 11", "a signal is named");
    run.ending = KILLED_LATE;
    judge();
    is_string(line, "UNDECIDED: the time is up", "too late");
    run.ending = KILLED_FULL;
    judge();
    is_string(line, "UNDECIDED: the log is full", "too much");
    is_int(verdict_status(&run, &verdict), STATUS_UNDECIDED, "both are undecided");
}

static void make_opposite_locks(void)
{
    uint16_t a = made_object(run.log, "A", OBJECT_MUTEX, 40, 0);
    uint16_t b = made_object(run.log, "B", OBJECT_MUTEX, 40, 0);

    made_event(run.log, 1, EVENT_GETS, a, 10, 0);
    made_event(run.log, 2, EVENT_GETS, b, 20, 0);
    made_event(run.log, 1, EVENT_WANTS, b, 11, 0);
    made_event(run.log, 2, EVENT_WANTS, a, 21, 0);
}

static void test_stuck(void)
{
    begin(&stuck_announced, 3);
    make_opposite_locks();
    run.ending = KILLED_STUCK;
    judge();
    contains(line, "UNDECIDED", "a cycle that the kernel did not confirm is no verdict");
    run.confirmed = true;
    judge();
    is_string(line, "DEADLOCK: T1 → B → T2 → A → T1", "with its word it is");
    is_string(reason(0), "T1 waits for B, which T2 holds.", "the reason for T1");
    is_string(reason(1), "T2 waits for A, which T1 holds.", "the reason for T2");
    contains(reason(3), "Whoever still runs cannot release these locks",
             "main still runs, which changes nothing");
    is_string(reason(4), NULL, "there are no more reasons");
}

static void test_barrier(void)
{
    uint16_t meeting;

    begin(&stuck_announced, 2);
    meeting = made_object(run.log, "meeting", OBJECT_BARRIER, 32, 2);
    made_event(run.log, 1, EVENT_WANTS, meeting, 10, 0);
    made_event(run.log, 0, EVENT_WANTS, run.log->threads[1].object, 5, 0);
    run.ending = KILLED_STUCK;
    run.confirmed = true;
    judge();
    is_string(line, "DEADLOCK: main → T1 → T1 → meeting → main", "a barrier in a cycle");
    is_string(reason(0), "main waits for the end of T1.", "main joins");
    is_string(reason(1), "T1 waits at meeting, where main would have to come.",
              "whom the barrier lacks");
}

int main(void)
{
    test_results();
    test_no_end();
    test_stuck();
    test_barrier();
    log_free(run.log);
    return done_testing();
}
