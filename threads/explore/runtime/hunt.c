/* The quick pass: it finds most bugs, and proves nothing. */
#include "threads/explore/runtime/hunt.h"

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/race.h"
#include "threads/explore/runtime/runs.h"
#include "threads/explore/runtime/trace.h"

enum {
    RANDOM_RUNS = 1000,
    PCT_RUNS = 3000, /* a third for each depth */
    PCT_DEPTHS = 3,
    BETTER_RUNS = 200, /* after the first failure */
};

enum { RANK_NONE, RANK_LEAK, RANK_FAULT, RANK_CAUSE };

/* The best failure so far, as a schedule. */
OURS static struct {
    int rank;
    uint64_t until; /* more runs are made to find a better one */
    char schedule[SCHEDULE_MAX];
} best;

/* Of several faults the one that explains most: a race is behind many a wrong value,
 * and a thread that nobody joins is often cut off in another schedule. */
static int rank(void)
{
    if (!runs_went_wrong())
        return RANK_NONE;
    return runs_slow() || ending.kind == KIND_DATA_RACE || ending.kind == KIND_REFUSED
               ? RANK_CAUSE
           : ending.kind == KIND_THREAD_LEAK ? RANK_LEAK
                                             : RANK_FAULT;
}

/* True when the hunt is over. */
static bool look_at_run(void)
{
    int found = rank(), highest = race_off ? RANK_FAULT : RANK_CAUSE;
    if (found > best.rank) {
        if (best.rank == RANK_NONE)
            best.until = runs_count() + BETTER_RUNS;
        best.rank = found;
        trace_schedule(trace_length, best.schedule);
    }
    return best.rank >= highest ||
           (best.rank > RANK_NONE && runs_count() >= best.until) || runs_work_is_over() ||
           runs_time_is_over();
}

static void search_quickly(uint64_t seed, bool persist)
{
    replay_parse("", false);
    runs_do(&replay_search); /* the default schedule: it often says all */
    int length = trace_length;
    bool over = look_at_run();
    random_seed(seed);
    for (int i = 0; i < RANDOM_RUNS && !over; i++) {
        runs_do(&random_search);
        over = look_at_run();
    }
    for (int i = 0; (persist || i < PCT_RUNS) && !over; i++) {
        pct_plan(1 + i % PCT_DEPTHS, length);
        runs_do(&pct_search);
        over = look_at_run();
    }
}

bool hunt(uint64_t seed, bool persist)
{
    bool accesses = interleave_accesses;
    search_quickly(seed, persist);
    if (best.rank == RANK_NONE)
        return false;
    interleave_accesses = true; /* as schedules count */
    replay_parse(best.schedule, false);
    runs_do_aside(&replay_search);
    interleave_accesses = accesses;
    return true;
}
