/* What the files of the launcher share. For no one else.
 *
 *   launch.c      outside: clone, id maps, what must be done from there; the end
 *   inside.c      the container's process: from clone to the command
 *   join_first.c  namespaces that are entered before the clone
 *   supervise.c   the foreground: signals, limits, output, the terminal
 *   ending.c      how it ended, and what it took
 *
 *   starter ──clone──▶ process 1 (inside.c, init.c) ──vfork──▶ the command
 *      │                   │
 *      └──── channel ──────┘   a socket pair of which each holds one end
 */
#ifndef RING3_ISOLATE_LAUNCH_PARTS_H
#define RING3_ISOLATE_LAUNCH_PARTS_H

#include <signal.h>
#include <time.h>

#include "isolate/cgroup/cgroup.h"
#include "isolate/network/network.h"
#include "isolate/runtime/init.h"
#include "isolate/runtime/launch.h"

/* Words on the channel, a byte each. */
enum {
    WORD_GO = 'g',    /* to the container: ids and network are there */
    WORD_START = 's', /* to the container: execute */
    WORD_READY = 'r', /* from it: all is built; a terminal comes with it */
};

struct launch {
    const struct container *container;
    struct workplace workplace;
    struct report *report;              /* shared with the container */
    struct cgroup group;                /* empty without one */
    struct network_connection *network; /* NULL: none */
    int channel[2];                     /* ours, the container's */
    int output[2]; /* pipes with the command's output; -1: it is passed through */
    int command_output[2];
    bool created_only;  /* it waits for WORD_START */
    bool maps_itself;   /* the container's process writes its id maps */
    bool is_privileged; /* `prepare` is done outside */
    bool into_cgroup;   /* it was cloned into the v2 group */
    pid_t pid;
    int pidfd;
    bool started;
    struct timespec began;
    char clocks[96]; /* for /proc/self/timens_offsets */
    int time_namespace;
    sigset_t handled, original;
};

/* Must the container's process wait for WORD_GO? */
bool launch_waits(const struct launch *l);

/* Does a thread of the container's process make the network namespace? */
bool launch_splits(const struct launch *l);

/* In the child of clone. */
_Noreturn void inside(struct launch *l);

/* Enters what container->join names and clones from there; the pid, or -1. */
pid_t join_first(struct launch *l, unsigned long flags, struct error *error);
/* The clone itself: clone3, or clone where that is hidden. */
pid_t launch_clone(struct launch *l, unsigned long flags);

/* Waits in the foreground; passes signals and output on. */
struct supervision {
    bool time_over, output_over;
    uint64_t output_bytes;
};

void supervise(struct launch *l, int terminal, struct supervision *seen);

/* Reaps process 1 and reads the counters. */
void ending_read(struct launch *l, struct ending *ending);

#endif
