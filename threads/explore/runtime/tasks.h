/* The tasks that a request can name. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_TASKS_H
#define RING3_THREADS_EXPLORE_RUNTIME_TASKS_H

#include "threads/explore/runtime/request.h"

void task_run(const struct request *request);

/* For the watch over endless loops. */
bool task_in_run(void);
uint64_t task_runs(void);

#endif
