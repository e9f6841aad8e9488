/* How long a machine has been running tells when it was last mended. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "isolate/attacks/attack.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_host_uptime = {
    .name = "host-uptime",
    .title = "see how long the machine has been running",
    .group = GROUP_MACHINE,
    .tries = "Compares the clock since boot inside with that outside.",
    .source = "time_namespaces(7)",
    .stopped = "A time namespace has its own zero.",
    .layers = STOPS(TIME),
    .absent = "The machine has just been started.",
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    (void)error;
    snprintf(trap->bait, sizeof trap->bait, "%lld", (long long)now.tv_sec);
    return 0;
}

static void attempt(struct attempt *attempt)
{
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    long long outside = atoll(attempt->bait);
    if ((long long)now.tv_sec >= outside)
        attempt_open(attempt, "the machine has been running for %lld s", outside);
    else
        attempt_blocked(attempt, "the clock says %lld s", (long long)now.tv_sec);
}
