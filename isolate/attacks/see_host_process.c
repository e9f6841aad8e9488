/* A PID namespace is a list of processes; who is not in it cannot be named. */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_see_host_process = {
    .name = "see-host-process",
    .title = "see a process of the host",
    .group = GROUP_PROCESSES,
    .tries = "Asks whether a process exists that runs outside, by its number there, and "
             "looks for it in /proc.",
    .source = "pid_namespaces(7)",
    .stopped = "In a PID namespace of its own the number means nothing, and /proc shows "
               "this namespace only.",
    .layers = STOPS(PID),
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
    pid_t pid = atoi(attempt->bait);
    if (kill(pid, 0) == 0 || errno == EPERM)
        attempt_open(attempt, "process %d of the host is there", pid);
    else
        attempt_refused(attempt, "kill(PID of the host, 0)");
}
