/* A process knows whether a filter is on it. */
#include <sys/prctl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_no_filter = {
    .name = "no-filter",
    .title = "run without a filter",
    .group = GROUP_CALLS,
    .tries = "Asks for the seccomp mode of this process. Without a filter all calls of "
             "the kernel are within reach, some 350.",
    .source = "PR_GET_SECCOMP(2const)",
    .stopped = "A filter is loaded just before the command is executed, and cannot be "
               "taken off.",
    .layers = STOPS(SECCOMP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    int mode = prctl(PR_GET_SECCOMP, 0, 0, 0, 0);
    if (mode == 2)
        attempt_blocked(attempt, "a filter is on this process");
    else
        attempt_open(attempt, "seccomp mode is %d", mode);
}
