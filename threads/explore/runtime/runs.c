/* Counting runs and watching the clock. */
#include "threads/explore/runtime/runs.h"

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/trace.h"
#include "threads/explore/runtime/variant.h"

enum { CLOCK_EVERY = 64 };

OURS static uint64_t count, all; /* counted ones, and all */
OURS static bool in_run, counted, slow;
OURS static double started, allowed;
OURS static uint64_t work, work_allowed = UINT64_MAX; /* in steps */
OURS static int spurious_per_run;

/* Not by the library: its clocks are the program's virtual ones. */
static double now(void)
{
    struct timespec time;
    syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void runs_begin(int spurious)
{
    spurious_per_run = spurious;
    started = now();
}

void runs_allow(double seconds)
{
    allowed = seconds;
}

bool runs_time_is_over(void)
{
    return (slow || all % CLOCK_EVERY == 0) && now() - started > allowed;
}

void runs_allow_work(uint64_t steps)
{
    work_allowed = steps < UINT64_MAX - work ? work + steps : UINT64_MAX;
}

bool runs_work_is_over(void)
{
    return work >= work_allowed;
}

bool runs_overdue(void)
{
    return in_run && counted && now() - started > allowed;
}

void runs_do_aside(const struct search *how)
{
    search = how;
    spurious_left = spurious_per_run;
    in_run = true;
    run_once();
    in_run = false;
    work += (uint64_t)trace_length;
    all++;
}

void runs_do(const struct search *how)
{
    counted = allowed > 0;
    runs_do_aside(how);
    counted = false;
    count++;
}

uint64_t runs_count(void)
{
    return count;
}

bool runs_went_wrong(void)
{
    return ending.end == RUN_FAILED || ending.end == RUN_REFUSED;
}

void runs_mark_slow(void)
{
    slow = true;
}

bool runs_slow(void)
{
    return slow;
}

bool runs_in_run(void)
{
    return in_run;
}
