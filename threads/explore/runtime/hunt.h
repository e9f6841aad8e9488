/* The quick pass, and what makes a failure small. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_HUNT_H
#define RING3_THREADS_EXPLORE_RUNTIME_HUNT_H

#include <stdbool.h>
#include <stdint.h>

/* Some thousand schedules: the default one, random walks, PCT. True when one of them
 * failed; it is then the last run. With `persist`, PCT goes on until the time is over. */
bool hunt(uint64_t seed, bool persist);

/* The last run failed: looks for one that fails in the same way with fewer
 * preemptions, then with fewer steps, which is then the last run. */
void minimise(void);

#endif
