/* Process 1 of the container is a copy of the runtime. */
#include <sys/ptrace.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_trace_parent = {
    .name = "trace-parent",
    .title = "trace process 1 of the container",
    .group = GROUP_PROCESSES,
    .tries = "ptrace(PTRACE_SEIZE) of its parent: the runtime's own process, with the "
             "runtime's own memory and whatever is still open there.",
    .source = "CVE-2016-9962 (runc: exec into a container could be traced before it had "
              "closed its descriptors)",
    .stopped =
        "It is not dumpable, so it can only be traced with a capability over the host.",
    .layers = STOPS(PID) | STOPS(DESCRIPTORS) | STOPS(USER) | STOPS(CAPABILITIES) |
              STOPS(SECCOMP) | STOPS(LANDLOCK),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_call(attempt, ptrace(PTRACE_SEIZE, getppid(), 0, 0),
                 "ptrace(PTRACE_SEIZE, parent)");
}
