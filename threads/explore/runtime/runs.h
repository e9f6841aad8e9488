/* Running schedules one after the other: counted, and within a time. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_RUNS_H
#define RING3_THREADS_EXPLORE_RUNTIME_RUNS_H

#include <stdbool.h>
#include <stdint.h>

#include "threads/explore/runtime/search.h"

/* From now on: so many spurious wakeups in each run. The clock starts. */
void runs_begin(int spurious);

/* The search may go on until so many seconds after runs_begin(). */
void runs_allow(double seconds);
/* The clock is looked at now and then only. */
bool runs_time_is_over(void);

/* From now on the search may do so many steps, in all of its runs. A search that another
 * one follows ends by this, and not by the clock: what is found, and in how many runs,
 * must not depend on the machine. */
void runs_allow_work(uint64_t steps);
bool runs_work_is_over(void);

/* A run is on that goes on when all of the time is over. */
bool runs_overdue(void);

/* One run; `ending` says how it went. */
void runs_do(const struct search *how);
/* The same without counting: to make a failure smaller is not to search. */
void runs_do_aside(const struct search *how);
uint64_t runs_count(void);

/* The last run failed, or did something that is refused. */
bool runs_went_wrong(void);

/* For the watch over endless loops: a run is on; it was slow, so that its like should
 * not be run again without need. */
bool runs_in_run(void);
void runs_mark_slow(void);
bool runs_slow(void);

#endif
