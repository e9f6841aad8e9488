/* The processes of a container, as this machine sees them. */
#ifndef RING3_ISOLATE_INSIDE_H
#define RING3_ISOLATE_INSIDE_H

#include <stdint.h>

#include "isolate/keeper/state.h"

struct inside {
    pid_t pid, parent, inner; /* here, its parent here, and its number inside */
    unsigned uid;             /* here */
    char state;               /* R S D Z T … */
    unsigned threads;
    uint64_t resident; /* bytes */
    uint64_t cpu;      /* microseconds, user and system */
    char name[32];     /* of the program */
};

/* Those whose PID namespace is the container's, and what descends from them: the kernel
 * does not show the namespace of a process that made itself unreadable. *found is freed
 * by the caller. How many. */
long inside_list(const struct container_status *status, struct inside **found);

/* Its command line, the words with blanks between them; without one, [name]. */
void inside_command(const struct inside *process, char *text, size_t size);

#endif
