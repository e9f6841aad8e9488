/* The steps of an explored run in sentences. */
#ifndef RING3_THREADS_STEP_WORDS_H
#define RING3_THREADS_STEP_WORDS_H

#include "threads/explore/explore.h"

/* "T1 · lock b · line 16". `name` is the thread's. */
void step_title(const struct explore_step *step, const char *name, char *text,
                size_t size);
/* What such a step does, and what it means for the others. */
void step_why(const struct explore_step *step, char *text, size_t size);
/* A lock, a wait, a signal, a switch: `c` stops here. */
bool step_notable(const struct explore_step *step);

/* The thread of step `count` (from 0) of a schedule; -1 if it ends before. */
int schedule_thread(const char *schedule, size_t count);

#endif
