/* A check in the background, so that keys are answered while it runs. It is a process:
 * checks start others, which wants a process with one thread.
 */
#ifndef RING3_LABS_CHECK_JOB_H
#define RING3_LABS_CHECK_JOB_H

#include <stddef.h>
#include <sys/types.h>

#include "labs/check.h"

struct check_job {
    pid_t worker;   /* 0: none runs */
    int descriptor; /* readable when it is over; -1: none */
    char *bytes;    /* what it said so far */
    size_t used;
};

/* Starts a check; `check` and what it points to is only needed until this returns. */
int check_job_start(struct check_job *job, const struct check *check,
                    struct error *error);
/* To be called when the descriptor can be read: then it is over. Gives the verdict, and
 * the job is empty again. */
void check_job_take(struct check_job *job, struct verdict *verdict);
/* Ends it, and all that it started. Harmless when none runs. */
void check_job_cancel(struct check_job *job);

#endif
