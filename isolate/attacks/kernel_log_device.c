/* /dev/kmsg of the host. */
#include <fcntl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_kernel_log_device = {
    .name = "kernel-log-device",
    .title = "open the log of the kernel",
    .group = GROUP_DEVICES,
    .tries = "Opens /dev/kmsg: addresses of the kernel, names of devices, messages of "
             "firewalls. On many hosts everybody may read it.",
    .source = "dmesg(1), sysctl kernel.dmesg_restrict",
    .stopped = "/dev has no such node.",
    .layers = STOPS(DEV) | STOPS(USER) | STOPS(CAPABILITIES),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/dev/kmsg", O_RDONLY);
}
