/* All processes of the machine, with names and run times. */
#include <fcntl.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_scheduler_state = {
    .name = "scheduler-state",
    .title = "read the queue of all processes",
    .group = GROUP_KERNEL_FILES,
    .tries = "Reads the state of the scheduler, in /sys/kernel/debug/sched (before Linux "
             "5.13 /proc/sched_debug).",
    .source = "Docker and podman cover /proc/sched_debug",
    .stopped = "/sys of the host is not there.",
    .layers = STOPS(SYS) | STOPS(NET) | STOPS(PROC) | STOPS(USER) | STOPS(CAPABILITIES),
    .absent = "debugfs is not mounted on this host.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    char byte;
    cleanup_fd int fd = open("/sys/kernel/debug/sched/debug", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        attempt_refused(attempt, "/sys/kernel/debug/sched/debug");
    else if (read(fd, &byte, 1) <= 0)
        attempt_blocked(attempt, "/sys/kernel/debug/sched/debug is empty");
    else
        attempt_open(attempt, "/sys/kernel/debug/sched/debug can be read");
}
