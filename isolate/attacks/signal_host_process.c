/* Seeing is one thing, killing another. */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_signal_host_process = {
    .name = "signal-host-process",
    .title = "send a signal to a process of the host",
    .group = GROUP_PROCESSES,
    .tries = "kill(PID, 0) asks for the right to send a signal, and sends none.",
    .source = "kill(2)",
    .stopped = "It has no name in the PID namespace; and its user is not one of the "
               "container's.",
    .layers = STOPS(PID) | STOPS(USER) | STOPS(CAPABILITIES) | STOPS(LANDLOCK),
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
    attempt_call(attempt, kill(atoi(attempt->bait), 0), "kill(PID of the host, 0)");
}
