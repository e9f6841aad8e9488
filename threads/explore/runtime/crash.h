/* Signals that the program brings on itself, and loops that never call us. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_CRASH_H
#define RING3_THREADS_EXPLORE_RUNTIME_CRASH_H

void crash_watch(void);

#endif
