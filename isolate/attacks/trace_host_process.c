/* A tracer owns what it traces. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/types.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_trace_host_process = {
    .name = "trace-host-process",
    .title = "trace a process of the host",
    .group = GROUP_PROCESSES,
    .tries = "ptrace(PTRACE_SEIZE) takes hold of a process outside without stopping it: "
             "from there on its memory and registers can be written.",
    .source = "ptrace(2)",
    .stopped = "It cannot be named; it has other ids; and a tracer needs all the "
               "capabilities of what it traces, in its user namespace.",
    .layers =
        STOPS(PID) | STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP) | STOPS(LANDLOCK),
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    pid_t host = bait_process(trap, NULL, NULL, error);
    snprintf(trap->bait, sizeof trap->bait, "%d", host);
    return host < 0 ? -1 : 0;
}

static void attempt(struct attempt *attempt)
{
    attempt_call(attempt, ptrace(PTRACE_SEIZE, atoi(attempt->bait), 0, 0),
                 "ptrace(PTRACE_SEIZE, PID of the host)");
}
