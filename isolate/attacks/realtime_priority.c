/* A process of a real-time class runs before all others, for as long as it likes. */
#include <sched.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_realtime_priority = {
    .name = "realtime-priority",
    .title = "run before all other processes",
    .group = GROUP_PROCESSES,
    .tries = "sched_setscheduler(SCHED_FIFO): a loop with this priority takes a whole "
             "processor away from the host.",
    .source = "sched(7)",
    .stopped = "It needs CAP_SYS_NICE over the host, or RLIMIT_RTPRIO.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(RLIMITS) | STOPS(SECCOMP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    struct sched_param first = {.sched_priority = 1}, usual = {0};
    if (attempt_call(attempt, sched_setscheduler(0, SCHED_FIFO, &first),
                     "sched_setscheduler(SCHED_FIFO)"))
        sched_setscheduler(0, SCHED_OTHER, &usual);
}
