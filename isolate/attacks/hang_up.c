/* vhangup() takes the terminal away from everybody who has it. */
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_hang_up = {
    .name = "hang-up",
    .title = "hang up the terminal of others",
    .group = GROUP_MACHINE,
    .tries = "vhangup() in a session without a terminal: only the right is asked for.",
    .source = "vhangup(2)",
    .stopped = "It needs CAP_SYS_TTY_CONFIG over the host; the filter refuses it.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_call(attempt, vhangup(), "vhangup");
}
