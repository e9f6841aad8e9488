/* Process 1 of a container: starts the command, reaps, passes signals on. */
#ifndef RING3_ISOLATE_INIT_H
#define RING3_ISOLATE_INIT_H

#include <signal.h>

#include "isolate/runtime/container.h"

/* What the container tells the process that started it; in shared memory. */
struct report {
    int status; /* LAUNCH_…, 0 while nothing failed */
    int signal; /* that ended the command of our init; 0: it exited */
    pid_t pid;  /* of a container that another process than its starter has cloned */
    struct error error;
};

/* The signals that are passed on to the command. */
extern const int passed_signals[];

struct init {
    const struct container *container;
    const sigset_t *handled;  /* all of them are blocked */
    const sigset_t *original; /* the command's mask */
    int terminal;             /* becomes its standard streams; -1: none */
    int channel;              /* closed when the command has been executed */
    struct report *report;
};

/* Ends the process with the command's status. */
_Noreturn void init_run(const struct init *init);

#endif
