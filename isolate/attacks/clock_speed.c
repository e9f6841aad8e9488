/* A clock can be made slower. */
#include <errno.h>
#include <sys/timex.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_clock_speed = {
    .name = "clock-speed",
    .title = "change the speed of the clock",
    .group = GROUP_MACHINE,
    .tries = "adjtimex() with an impossible length of a tick: the kernel asks for the "
             "right first.",
    .source = "adjtimex(2)",
    .stopped = "It needs CAP_SYS_TIME over the host; the filter allows only to ask.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    struct timex change = {.modes = ADJ_TICK, .tick = 1};
    attempt_errno(attempt, adjtimex(&change), EINVAL, "adjtimex(ADJ_TICK)");
}
