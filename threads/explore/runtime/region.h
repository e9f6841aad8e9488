/* A marked region, for tasks that demand concurrency: a program declares
 *
 *     void concurrent_begin(void);
 *     void concurrent_end(void);
 *
 * and calls them where it enters and leaves what must be possible at the same time.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_REGION_H
#define RING3_THREADS_EXPLORE_RUNTIME_REGION_H

#include <stdbool.h>

void region_reset(void);

/* Of all runs so far: somebody was inside; two were, at the same time. */
bool region_was_entered(void);
bool region_was_shared(void);

/* How many are inside now. */
unsigned region_occupants(void);

#endif
