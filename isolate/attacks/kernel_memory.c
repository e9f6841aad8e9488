/* The memory of the kernel, as a core file. */
#include <fcntl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_kernel_memory = {
    .name = "kernel-memory",
    .title = "read the memory of the kernel",
    .group = GROUP_KERNEL_FILES,
    .tries = "Opens /proc/kcore, which shows the memory of the kernel and of all "
             "processes. It is closed unread.",
    .source = "proc_kcore(5)",
    .stopped = "It is covered; it belongs to a user that the container does not have; "
               "and it asks for CAP_SYS_RAWIO.",
    .layers = STOPS(PROC) | STOPS(USER) | STOPS(CAPABILITIES),
    .absent = "This kernel has no /proc/kcore.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/proc/kcore", O_RDONLY);
}
