/* Debuggers trace what they start. */
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_trace_own_child = {
    .name = "trace-own-child",
    .title = "trace a process of its own",
    .group = GROUP_CALLS,
    .tries = "ptrace() of a child that it made: it can change what the child calls after "
             "a filter has looked, in kernels before 4.8.",
    .source = "CVE-2022-30594 (PTRACE_O_SUSPEND_SECCOMP), ptrace(2)",
    .stopped = "It is not stopped.",
    .layers = 0,
    .allowed =
        "Debuggers and sanitizers work inside: since Linux 4.8 the filter looks again "
        "after a tracer has changed a call, and nobody outside can be traced.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    pid_t child = fork();
    if (child == 0) {
        pause();
        _exit(0);
    }
    attempt_call(attempt, ptrace(PTRACE_SEIZE, child, 0, 0),
                 "ptrace(PTRACE_SEIZE, child)");
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}
