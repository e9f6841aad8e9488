/* Nice values below 0 are for root. */
#include <sys/resource.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_raise_priority = {
    .name = "raise-priority",
    .title = "be more important than other processes",
    .group = GROUP_PROCESSES,
    .tries = "setpriority(PRIO_PROCESS, 0, -5): from then on the scheduler gives it "
             "three times the time of others.",
    .source = "setpriority(2)",
    .stopped = "It needs CAP_SYS_NICE over the host, or RLIMIT_NICE.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(RLIMITS),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_call(attempt, setpriority(PRIO_PROCESS, 0, -5), "setpriority(-5)");
}
