/* The log of the kernel by a call. */
#include <sys/klog.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_kernel_log = {
    .name = "kernel-log",
    .title = "read the log of the kernel",
    .group = GROUP_MACHINE,
    .tries = "syslog(SYSLOG_ACTION_READ_ALL) of one byte, which leaves the log as it is.",
    .source = "syslog(2)",
    .stopped =
        "The filter refuses it; where kernel.dmesg_restrict is set, it needs CAP_SYSLOG.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    char byte;
    attempt_call(attempt, klogctl(3, &byte, 1), "syslog(SYSLOG_ACTION_READ_ALL)");
}
