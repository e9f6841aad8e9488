/* From main to the end: threads are created, joined, detached, cancelled, and end. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_LIFECYCLE_H
#define RING3_THREADS_EXPLORE_RUNTIME_LIFECYCLE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* The program's argv, for all runs. */
void lifecycle_arguments(int argc, char **argv, char **environment);
void lifecycle_reset(void);

void main_body(void);

/* The last thread has ended with pthread_exit(), and so has the process. */
_Noreturn void lifecycle_all_ended(void);

/* The present thread declares its end and is gone. */
void lifecycle_end(void *result);

/* pthread_create and pthread_join, for those who have them under other names. */
int thread_create(pthread_t *place, void *(*start)(void *), void *argument, bool detached,
                  uintptr_t pc);
int thread_join(pthread_t place, void **result, uintptr_t pc);

#endif
