/* Observable results and their counts. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_OUTCOMES_H
#define RING3_THREADS_EXPLORE_RUNTIME_OUTCOMES_H

#include <stdbool.h>

/* Counts the run that has just ended. False when there are too many results. */
bool outcomes_add(void);
void outcomes_report(void);

#endif
