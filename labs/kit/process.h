/* Running another program and reading what it says. */
#ifndef RING3_KIT_PROCESS_H
#define RING3_KIT_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "labs/kit/error.h"

struct process {
    const char *const *argv; /* argv[0] is looked up in PATH unless it has a '/' */
    const char *folder;      /* working directory; NULL keeps ours */
    const char *input;       /* what stdin gives; NULL is /dev/null */
    double seconds;          /* killed after so long, with its group; 0: no limit */
    size_t output_limit;     /* bytes kept of each stream, the rest is dropped;
                              * 0: a mebibyte */
    bool merge_errors;       /* stderr goes to the same place as stdout */
    /* "NAME=value" sets, "NAME" takes away, on top of our environment; ended by NULL.
     * NULL: our environment as it is. */
    const char *const *variables;
    /* Asked now and then while it runs, with `stop_data`: true ends it like the end of
     * its time. NULL: nobody is asked. */
    bool (*stop)(const void *stop_data);
    const void *stop_data;
};

struct process_result {
    int exit_status; /* as the shell says it: 0-255, or 128+signal */
    int signal;      /* 0 if it ended by itself */
    bool timed_out;
    bool stopped;   /* `stop` said so */
    bool truncated; /* more than output_limit came */
    char *output;   /* NUL-terminated; freed by process_result_free */
    char *errors;   /* stderr, empty with merge_errors */
    double seconds;
};

/* Runs to the end. Returns -1 only when the program could not be started
 * (STATUS_HOST when it is not installed). The child gets a process group of its
 * own, which is killed when this process dies or the time is up, and what is left
 * of it when the child has ended. The caller must have one thread only. */
int process_run(const struct process *process, struct process_result *result,
                struct error *error);
void process_result_free(struct process_result *result);

/* Our environment, changed by `variables` as above: an array for execve, released by one
 * free(). It points into our environment and into the variables. */
char **process_environment(const char *const *variables);

/* True if `name` is an executable in PATH. */
bool process_installed(const char *name);

#endif
