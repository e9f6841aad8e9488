/* The tasks that a request can name. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_TASKS_H
#define RING3_THREADS_EXPLORE_RUNTIME_TASKS_H

#include "threads/explore/runtime/request.h"

/* Does what the request says, and reports. */
void task_run(const struct request *request);

#endif
