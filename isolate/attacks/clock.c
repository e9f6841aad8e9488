/* Certificates, logs and locks believe the clock. */
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_clock = {
    .name = "clock",
    .title = "set the clock",
    .group = GROUP_MACHINE,
    .tries = "settimeofday() without a time: only the right is asked for.",
    .source = "settimeofday(2); there is no namespace for this clock",
    .stopped = "It needs CAP_SYS_TIME over the host; the filter refuses it.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_call(attempt, syscall(SYS_settimeofday, NULL, NULL), "settimeofday(NULL)");
}
