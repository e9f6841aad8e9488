/* Once, for those who have it under another name (C11). */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_ONCE_H
#define RING3_THREADS_EXPLORE_RUNTIME_ONCE_H

#include <stdint.h>

int once_call(void *place, void (*routine)(void), uintptr_t pc);

#endif
