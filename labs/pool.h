/* A pool of workers: one process for each job, several at a time. */
#ifndef RING3_LABS_POOL_H
#define RING3_LABS_POOL_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "labs/kit/error.h"

struct pool {
    size_t count;     /* jobs, called 0, 1, 2, … */
    unsigned workers; /* at most so many at a time; 0: one per processor */
    void *context;    /* for the functions */
    /* Before the worker of a job is made; may be NULL. */
    int (*prepare)(void *context, size_t job, struct error *error);
    /* In the worker, which is killed when we die. Returns its exit status. */
    int (*work)(void *context, size_t job);
    /* The worker has ended, with a status as waitpid gives it. */
    void (*over)(void *context, size_t job, int status);
    /* SIGINT, SIGTERM and SIGHUP end the workers, not us: see pool_run. */
    bool interruptible;
};

enum pool_end { POOL_DONE, POOL_INTERRUPTED, POOL_FAILED };

/* Runs all jobs. POOL_FAILED with an error when one could not be started; whoever was
 * at work then has come to an end, or has been killed if the pool is interruptible. */
enum pool_end pool_run(const struct pool *pool, struct error *error);

#endif
