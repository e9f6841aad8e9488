/* The tasks: hunt for a failure, prove that there is none, replay. */
#include "threads/explore/runtime/tasks.h"

#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/outcomes.h"
#include "threads/explore/runtime/race.h"
#include "threads/explore/runtime/report.h"
#include "threads/explore/runtime/scheduler.h"
#include "threads/explore/runtime/search.h"
#include "threads/explore/runtime/trace.h"
#include "threads/explore/runtime/weak_order.h"

enum {
    HUNT_RANDOM = 1000,
    HUNT_BETTER = 200, /* after the first failure */
    HUNT_PCT = 1000,   /* for each depth */
    PCT_DEPTHS = 3,
    BOUND_MAX = 8,
    CLOCK_EVERY = 64, /* runs between looks at the clock */
    MINIMISE_RUNS = 20000,
};

OURS static uint64_t runs;
OURS static bool in_run;
OURS static double started, seconds_allowed;
OURS static int spurious_per_run;
OURS static bool reach; /* the search begins after a prefix */

bool task_in_run(void)
{
    return in_run;
}

uint64_t task_runs(void)
{
    return runs;
}

static double now(void)
{
    struct timespec time;
    syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static bool time_is_over(void)
{
    return runs % CLOCK_EVERY == 0 && now() - started > seconds_allowed;
}

static void run(const struct search *how)
{
    search = how;
    spurious_left = spurious_per_run;
    in_run = true;
    run_once();
    in_run = false;
    runs++;
}

static bool went_wrong(void)
{
    return ending.end == RUN_FAILED || ending.end == RUN_REFUSED;
}

static void report_run(const char *verdict, int complete_bound)
{
    uintptr_t first, second;
    if (!strcmp(verdict, "safe") && weak_matters(&first, &second)) {
        verdict = "weak";
        report("weak\t%lx\t%lx\n", (unsigned long)first, (unsigned long)second);
    }
    report("verdict\t%s\t%llu\t%d\n", verdict, (unsigned long long)runs, complete_bound);
    report_ending();
}

/* Of several faults the one that explains most: a race is behind many a wrong value,
 * and a thread that nobody joins is often cut off in another schedule. */
static int rank(void)
{
    if (!went_wrong())
        return 0;
    return ending.kind == KIND_DATA_RACE || ending.kind == KIND_REFUSED ? 3
           : ending.kind == KIND_THREAD_LEAK                            ? 1
                                                                        : 2;
}

/* The best failure so far, as a schedule. */
OURS static struct {
    int rank;
    uint64_t until; /* more runs are made to find a better one */
    char schedule[SCHEDULE_MAX];
} best;

/* True when the hunt is over. */
static bool look_at_run(void)
{
    int found = rank();
    if (found > best.rank) {
        if (best.rank == 0)
            best.until = runs + HUNT_BETTER;
        best.rank = found;
        trace_schedule(trace_length, best.schedule);
    }
    return best.rank == (race_off ? 2 : 3) || (best.rank > 0 && runs >= best.until) || time_is_over();
}

/* Quick: finds most bugs, proves nothing. */
static void look_around(uint64_t seed)
{
    run(&replay_search); /* the default schedule: it often says all */
    int length = trace_length;
    random_seed(seed);
    bool over = look_at_run();
    for (int i = 0; i < HUNT_RANDOM && !over; i++) {
        run(&random_search);
        over = look_at_run();
    }
    for (int i = 0; i < PCT_DEPTHS * HUNT_PCT && !over; i++) {
        pct_plan(1 + i % PCT_DEPTHS, length);
        run(&pct_search);
        over = look_at_run();
    }
}

static bool hunt(uint64_t seed)
{
    look_around(seed);
    if (best.rank == 0)
        return false;
    interleave_accesses = true; /* as schedules count */
    replay_parse(best.schedule, false);
    run(&replay_search);
    return true;
}

/* Depth first to the end: 1 found, 0 all were run, -1 stopped by the time. */
static int depth(bool reduce, int bound, bool *endless)
{
    depth_begin(reduce, bound, reach);
    do {
        run(&depth_search);
        if (went_wrong())
            return 1;
        *endless |= ending.end == RUN_ENDLESS;
        if (time_is_over())
            return -1;
    } while (depth_next());
    return 0;
}

/* The whole space by reduction; when the time does not suffice, bound by bound. */
static void prove(const struct request *request)
{
    bool endless = false;
    int complete = -1;
    seconds_allowed = request->seconds * 0.7;
    int outcome = request->bound < 0 ? depth(true, -1, &endless) : -1;
    if (outcome == 1) {
        report_run("fails", -1);
        return;
    }
    if (outcome == 0 && !endless) {
        report_run("safe", -1);
        return;
    }
    seconds_allowed = request->seconds;
    int last = request->bound < 0 ? BOUND_MAX : request->bound;
    for (int bound = 0; bound <= last; bound++) {
        endless = false;
        outcome = depth(false, bound, &endless);
        if (outcome == 1) {
            report_run("fails", complete);
            return;
        }
        if (outcome < 0 || endless)
            break;
        complete = bound;
        if (!depth_cut()) {
            report_run("safe", complete);
            return;
        }
    }
    report_run(endless ? "endless" : "unknown", complete);
}

static void task_hunt(const struct request *request)
{
    seconds_allowed = request->seconds * 0.3;
    report_run(hunt(request->seed) ? "fails" : "unknown", -1);
}

/* Can a failure still happen after the prefix? */
static void task_reach(const struct request *request)
{
    bool endless = false;
    const char *wrong = replay_parse(request->schedule, false);
    seconds_allowed = request->seconds;
    interleave_accesses = true;
    reach = true;
    int outcome = wrong ? 0 : depth(true, -1, &endless);
    if (!wrong)
        wrong = replay_mismatch();
    if (wrong)
        report_text("bad", wrong, strlen(wrong));
    else
        report_run(outcome == 1               ? "fails"
                   : outcome == 0 && !endless ? "safe"
                                              : "unknown",
                   -1);
}

/* Every interleaving of all steps, none left out. */
static void task_outcomes(const struct request *request)
{
    bool complete = true;
    interleave_accesses = race_off = true;
    stutter_off = request->optimised;
    seconds_allowed = request->seconds;
    depth_begin(false, -1, false);
    do {
        run(&depth_search);
        complete &= ending.end != RUN_ENDLESS && outcomes_add();
        if (ending.end == RUN_REFUSED || time_is_over()) {
            complete = false;
            break;
        }
    } while (depth_next());
    report("outcomes\t%llu\t%d\n", (unsigned long long)runs, complete);
    outcomes_report();
    if (ending.end == RUN_REFUSED)
        report_text("bad", ending.message, strlen(ending.message));
}

static void task_replay(const struct request *request)
{
    bool stops = !strcmp(request->task, "state");
    const char *wrong = replay_parse(request->schedule, stops);
    if (!wrong) {
        interleave_accesses = true;
        run(&replay_search);
        wrong = replay_mismatch();
    }
    if (wrong) {
        report_text("bad", wrong, strlen(wrong));
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
    {"hunt", task_hunt},    {"prove", prove},      {"replay", task_replay},
    {"state", task_replay}, {"reach", task_reach}, {"outcomes", task_outcomes},
};

void task_run(const struct request *request)
{
    spurious_per_run = request->spurious;
    interleave_accesses = request->ignore_races;
    started = now();
    replay_parse("", false);
    for (unsigned i = 0; i < sizeof tasks / sizeof tasks[0]; i++)
        if (!strcmp(request->task, tasks[i].name))
            tasks[i].run(request);
    report("end\n");
}
