/* Virtual time: to sleep is to let the others go first, for as long as they like. A
 * thread's clock moves only by what it sleeps, so every run is the same. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_VIRTUAL_TIME_H
#define RING3_THREADS_EXPLORE_RUNTIME_VIRTUAL_TIME_H

#include <stdint.h>
#include <time.h>

void time_yield(uintptr_t pc);
void time_sleep(const struct timespec *duration, uintptr_t pc);

#endif
