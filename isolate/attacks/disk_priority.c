/* The disk has a real-time class too. */
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_disk_priority = {
    .name = "disk-priority",
    .title = "have the disk before all others",
    .group = GROUP_PROCESSES,
    .tries = "ioprio_set(IOPRIO_CLASS_RT): its requests to disks come before those of "
             "all others.",
    .source = "ioprio_set(2)",
    .stopped = "It needs CAP_SYS_ADMIN or CAP_SYS_NICE over the host.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    enum { WHO_PROCESS = 1, REALTIME = 1 << 13 };
    attempt_call(attempt, syscall(SYS_ioprio_set, WHO_PROCESS, 0, REALTIME),
                 "ioprio_set(IOPRIO_CLASS_RT)");
}
