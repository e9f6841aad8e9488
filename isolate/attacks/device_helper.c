/* A program that the host runs when a device comes. */
#include <fcntl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_device_helper = {
    .name = "device-helper",
    .title = "have the host run a program for devices",
    .group = GROUP_KERNEL_FILES,
    .tries = "Opens /sys/kernel/uevent_helper to write, and writes nothing.",
    .source = "CONFIG_UEVENT_HELPER; used in escapes from privileged containers",
    .stopped = "/sys of the host is not there.",
    .layers = STOPS(SYS) | STOPS(USER) | STOPS(CAPABILITIES),
    .absent = "This kernel runs no helper for devices.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/sys/kernel/uevent_helper", O_WRONLY);
}
