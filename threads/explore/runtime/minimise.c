/* The smallest failure: fewest preemptions, then fewest steps.
 *
 * All schedules without a preemption are tried, then those with one, and so on up to
 * what is known to fail; the first bound at which the same failure is found is the
 * least. Within it the shortest that comes up is kept. The number of runs is fixed, and
 * not the time, so that the result is the same on every machine.
 */
#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/hunt.h"
#include "threads/explore/runtime/runs.h"
#include "threads/explore/runtime/trace.h"

enum { RUNS_PER_BOUND = 4000, BOUNDS = 4 };

OURS static struct {
    enum explore_kind kind;
    int steps;
    char schedule[SCHEDULE_MAX];
} smallest;

static void keep(void)
{
    smallest.kind = ending.kind;
    smallest.steps = trace_length;
    trace_schedule(trace_length, smallest.schedule);
}

/* True when the failure was found within the bound. */
static bool search_bound(int bound)
{
    bool found = false;
    depth_begin(DEPTH_ALL, bound, false);
    for (int i = 0; i < RUNS_PER_BOUND; i++) {
        runs_do_aside(&depth_search);
        if (runs_went_wrong() && ending.kind == smallest.kind &&
            (!found || trace_length < smallest.steps)) {
            keep();
            found = true;
        }
        if (!depth_next())
            break;
    }
    return found;
}

void minimise(void)
{
    int known = trace_preemptions();
    bool accesses = interleave_accesses;
    keep();
    for (int bound = 0; bound <= known && bound < BOUNDS; bound++)
        if (search_bound(bound))
            break;
    interleave_accesses = true;
    replay_parse(smallest.schedule, false);
    runs_do_aside(&replay_search);
    interleave_accesses = accesses;
}
