/* A request to the explored program, and its answer as a verdict. */
#ifndef RING3_THREADS_EXPLORE_REQUEST_H
#define RING3_THREADS_EXPLORE_REQUEST_H

#include "threads/explore/program.h"

enum { REQUEST_WORD = 16 };

/* Seconds of search that the options allow (more on a slow machine), and steps in one
 * run. */
double request_seconds(const struct explore_options *options);
int request_steps(const struct explore_options *options);

/* The request in words; the caller frees it. */
char *request_text(const struct explore_program *program,
                   const struct explore_options *options, const char *task,
                   const char *schedule);

/* Runs one task ("hunt", "replay" …) in a process of its own and returns its report,
 * which the caller frees; NULL on failure. */
char *request_report(const struct explore_program *program,
                     const struct explore_options *options, const char *task,
                     const char *schedule, struct error *error);

/* The same, read over what the verdict held before; `word` gets the search's own
 * word for how it ended. */
int request_verdict(const struct explore_program *program,
                    const struct explore_options *options, const char *task,
                    const char *schedule, struct explore_verdict *verdict,
                    char word[REQUEST_WORD], struct error *error);

/* 0 when it looks like a schedule; what it asks for is seen when it runs. */
int request_check_schedule(const char *schedule, struct error *error);

#endif
