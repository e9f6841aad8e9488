/* A command in a container, watched from outside with ptrace(2): which of its system
 * calls failed, with which arguments.
 *
 * The whole starting of the container is under watch, but recorded is only what processes
 * in another PID namespace do after their first exec: the command and its children.
 */
#ifndef RING3_ISOLATE_TRACE_H
#define RING3_ISOLATE_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "isolate/runtime/wish.h"
#include "labs/kit/error.h"

enum { CALL_TEXT_MAX = 200, CALLS_MAX = 512 };

/* One call, by what it says; the same call made again is the same row. */
struct watched {
    uint32_t architecture;
    int number;
    uint64_t arguments[6];
    char text[CALL_TEXT_MAX]; /* mount("x", "/mnt", "tmpfs", 0, "") */
    char path[CALL_TEXT_MAX]; /* the file in question, absolute, inside; "": none */
    int error;                /* errno; 0: it succeeded */
    int signal;               /* it was killed by SIGSYS while in this call */
    unsigned times;           /* how often it ended so */
    unsigned last;            /* the order of the last time, from 1 on */
};

struct trace {
    struct watched rows[CALLS_MAX]; /* failed calls; when full, the oldest give way */
    unsigned count;
    bool is_cut;       /* some gave way */
    unsigned failures; /* all together */
    int status;        /* of the command, as launch_run says it */
};

/* Runs the wish and records every call that fails; its output goes to our stderr. */
int trace_failures(const struct wish *wish, struct trace *trace, struct error *error);

/* Runs the wish, its output thrown away, and says how these calls end now: for each of
 * `calls`, in `seen`, the first that ended as it did there, else the last; times 0 when
 * it was not made. */
int trace_again(const struct wish *wish, const struct watched *calls, unsigned count,
                struct watched *seen, struct error *error);

/* Runs the wish with hooks of the caller's own (tracer.h), its output thrown away. Its
 * status, or -1. */
struct tracer_hooks;
int trace_with(const struct wish *wish, const struct tracer_hooks *hooks,
               struct error *error);

#endif
