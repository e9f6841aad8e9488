/* The watcher: runs a demo in a child, looks on, and ends what can never end. */
#ifndef RING3_THREADS_WATCH_H
#define RING3_THREADS_WATCH_H

#include "threads/catalog.h"
#include "threads/kernel.h"
#include "threads/state.h"

enum ending {
    ENDED_ITSELF, /* with `exit_status` */
    ENDED_SIGNAL, /* by `signal` */
    KILLED_STUCK, /* by us: `stuck` can never go on */
    KILLED_LATE,  /* by us: the time was up, and no one was proved stuck */
    KILLED_FULL,  /* by us: the log has no room left */
};

/* A run that is over. Owns the log. */
struct recording {
    const struct variant *variant;
    uint64_t count; /* the argument of the program */
    struct log *log;
    size_t events;
    enum ending ending;
    int exit_status, signal;
    double seconds;
    pid_t process;
    /* With KILLED_STUCK: the graph at the end, who is stuck, a shortest cycle in it,
     * and what the kernel said of each stuck thread, twice the same. */
    struct wait_graph graph;
    uint64_t stuck;
    struct wait_cycle cycle;
    bool confirmed;
    struct kernel_thread kernel[LOG_THREADS];
    char *output; /* what the program printed */
};

/* Runs it once. Returns -1 when this host could not (STATUS_HOST). The child is
 * gone when this returns, and dies with this process whatever happens to it. */
int watch_run(const struct variant *variant, uint64_t count, double limit_seconds,
              struct recording *recording, struct error *error);
void recording_free(struct recording *recording);

#endif
