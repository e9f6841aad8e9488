/* A descriptor can be copied out of another process. */
#include <inttypes.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_steal_descriptor = {
    .name = "steal-descriptor",
    .title = "copy a descriptor of a process of the host",
    .group = GROUP_PROCESSES,
    .tries = "pidfd_getfd() duplicates an open file of a process outside.",
    .source = "pidfd_getfd(2), Linux 5.6",
    .stopped = "The same checks as for ptrace; and the filter refuses the call.",
    .layers =
        STOPS(PID) | STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP) | STOPS(LANDLOCK),
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    int fd = -1;
    pid_t host = bait_process(trap, NULL, &fd, error);
    snprintf(trap->bait, sizeof trap->bait, "%d %d", host, fd);
    return host < 0 ? -1 : 0;
}

static void attempt(struct attempt *attempt)
{
    int pid = 0, fd = 0;
    if (sscanf(attempt->bait, "%d %d", &pid, &fd) != 2)
        return;
    int process = (int)syscall(SYS_pidfd_open, pid, 0);
    if (process < 0)
        attempt_refused(attempt, "pidfd_open(PID of the host)");
    else
        attempt_call(attempt, syscall(SYS_pidfd_getfd, process, fd, 0),
                     "pidfd_getfd(PID of the host)");
}
