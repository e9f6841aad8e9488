/* One attempt in one container, watched from outside. */
#ifndef RING3_ISOLATE_CELL_H
#define RING3_ISOLATE_CELL_H

#include "isolate/attack/scratch.h"

/* What a starter gets: a process of its own, with its input and output in place. */
struct start {
    const struct place *place;
    const struct attack *attack;
    unsigned without; /* LAYER_BITs */
    /* The command as the container sees it, and with the host's paths; NULL-ended. */
    char *const *argv, *const *host_argv;
};

/* Runs the command in a container; returns an exit status, or executes a program that
 * does so. On a failure of its own it prints a line on stderr and returns 125. */
typedef int starter_function(const struct start *start);

enum cell_end {
    CELL_SAW,        /* the attempt says what it saw */
    CELL_KILLED,     /* it began, and was ended before it could say */
    CELL_IMPOSSIBLE, /* prepare() could not lay its bait on this host */
    CELL_FAILED,     /* the container did not come to it */
};

struct cell_result {
    enum cell_end end;
    struct finding finding; /* of CELL_KILLED too: not open */
    char failure[256];      /* of the last two: what the starter said */
    double milliseconds;
};

/* Never fails but for want of processes and folders. Nothing is left on the host. */
int cell_run(const struct scratch *scratch, const struct attack *attack,
             starter_function *starter, unsigned without, struct cell_result *result,
             struct error *error);

#endif
