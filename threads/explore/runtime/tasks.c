/* The tasks that a request can name. */
#include "threads/explore/runtime/tasks.h"

#include <string.h>
#include <sys/resource.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/hunt.h"
#include "threads/explore/runtime/outcomes.h"
#include "threads/explore/runtime/prove.h"
#include "threads/explore/runtime/race.h"
#include "threads/explore/runtime/region.h"
#include "threads/explore/runtime/report.h"
#include "threads/explore/runtime/runs.h"
#include "threads/explore/runtime/steps.h"
#include "threads/explore/runtime/trace.h"
#include "threads/explore/runtime/weak_order.h"

/* For a machine that is too slow for the steps. */
#define SHARE_OF_HUNT 0.4

enum { MANY_THREADS = 32 }; /* a proof hardly comes to its end, and a bug needs luck */

static const char *const proof_words[] = {"fails", "safe", "endless", "unknown"};

static void report_run(const char *verdict, int complete_bound)
{
    uintptr_t first, second;
    if (!strcmp(verdict, "safe") && weak_matters(&first, &second)) {
        verdict = "weak";
        report("weak\t%lx\t%lx\n", (unsigned long)first, (unsigned long)second);
    }
    report("verdict\t%s\t%llu\t%d\n", verdict, (unsigned long long)runs_count(),
           complete_bound);
    report_ending();
}

static void task_hunt(const struct request *request)
{
    bool persist = !strcmp(request->task, "persist");
    runs_allow(persist ? request->seconds : request->seconds * SHARE_OF_HUNT);
    runs_allow_work(persist ? UINT64_MAX : (uint64_t)(request->given * HUNT_STEPS));
    bool found = hunt(request->seed, persist);
    bool many = thread_count > MANY_THREADS;
    if (found && ending.end == RUN_FAILED && !runs_slow())
        minimise();
    report_run(found ? "fails" : many ? "many" : "unknown", -1);
}

/* Of a program that is safe otherwise. */
static const char *word_for_region(const struct request *request)
{
    return !request->expect_concurrency || region_was_shared() ? "safe"
           : region_was_entered()                              ? "apart"
                                                               : "unmarked";
}

static void task_prove(const struct request *request)
{
    int complete;
    enum proof proof = prove(request, &complete);
    if (proof == PROOF_FAILS && ending.end == RUN_FAILED && !runs_slow())
        minimise();
    report_run(proof == PROOF_SAFE ? word_for_region(request) : proof_words[proof],
               complete);
}

static void report_bad(const char *what)
{
    report_text("bad", what, strlen(what));
}

/* Can a failure still happen after the prefix? */
static void task_reach(const struct request *request)
{
    enum proof proof = PROOF_SAFE;
    const char *wrong = replay_parse(request->schedule, false);
    runs_allow(request->seconds);
    interleave_accesses = true;
    if (!wrong) {
        proof = prove_by(DEPTH_REDUCED, -1, true);
        wrong = replay_mismatch();
    }
    if (wrong)
        report_bad(wrong);
    else
        report_run(proof_words[proof], -1);
}

/* Every interleaving of all steps, none left out (or one of each class). */
static void task_outcomes(const struct request *request)
{
    bool complete = true;
    interleave_accesses = race_off = true;
    runs_allow(request->seconds);
    depth_begin(request->reduced ? DEPTH_REDUCED : DEPTH_ALL, -1, false);
    do {
        runs_do(&depth_search);
        if (ending.end == RUN_DONE || ending.end == RUN_FAILED)
            complete &= outcomes_add();
        complete &= ending.end != RUN_ENDLESS;
        if (ending.end == RUN_REFUSED || runs_time_is_over()) {
            complete = false;
            break;
        }
    } while (depth_next());
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    report("outcomes\t%llu\t%d\t%f\t%ld\n", (unsigned long long)runs_count(), complete,
           (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6,
           usage.ru_maxrss);
    outcomes_report();
    if (ending.end == RUN_REFUSED)
        report_bad(ending.message);
}

static void task_replay(const struct request *request)
{
    bool stops = !strcmp(request->task, "state");
    const char *wrong = replay_parse(request->schedule, stops);
    if (!wrong) {
        interleave_accesses = true;
        runs_do(&replay_search);
        wrong = replay_mismatch();
    }
    if (wrong) {
        report_bad(wrong);
        return;
    }
    report_run("run", -1);
    report_steps();
    if (stops)
        report_state();
}

static const struct {
    const char *name;
    void (*run)(const struct request *request);
} tasks[] = {
    {"hunt", task_hunt},         {"persist", task_hunt}, {"prove", task_prove},
    {"replay", task_replay},     {"state", task_replay}, {"reach", task_reach},
    {"outcomes", task_outcomes},
};

void task_run(const struct request *request)
{
    runs_begin(request->spurious);
    interleave_accesses = request->ignore_races;
    for (unsigned i = 0; i < sizeof tasks / sizeof tasks[0]; i++)
        if (!strcmp(request->task, tasks[i].name))
            tasks[i].run(request);
    report("end\n");
}
