/* reboot() in a PID namespace ends that namespace; elsewhere, the machine. */
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_restart = {
    .name = "restart",
    .title = "restart the machine",
    .group = GROUP_MACHINE,
    .tries = "reboot() with wrong magic numbers: the kernel asks for the right first, "
             "and does nothing.",
    .source = "reboot(2)",
    .stopped = "It needs CAP_SYS_BOOT; the filter refuses it.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_errno(attempt, syscall(SYS_reboot, 0, 0, 0, NULL), EINVAL, "reboot");
}
