/* From main to the end: threads are created, joined, detached, cancelled, and end. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_LIFECYCLE_H
#define RING3_THREADS_EXPLORE_RUNTIME_LIFECYCLE_H

/* The program's argv, for all runs. */
void lifecycle_arguments(int argc, char **argv, char **environment);
void lifecycle_reset(void);

void main_body(void);

/* The present thread declares its end and is gone. */
void lifecycle_end(void *result);

#endif
