/* One number limits the processes of the whole machine. */
#include <fcntl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_pid_limit = {
    .name = "pid-limit",
    .title = "change the limit of processes",
    .group = GROUP_KERNEL_FILES,
    .tries = "Opens the sysctl kernel.pid_max to write: with a small number nobody on "
             "the host can start anything. It is closed again.",
    .source = "proc_sys_kernel(5)",
    .stopped = "/proc/sys is read-only, and its files belong to a user that the "
               "container does not have.",
    .layers = STOPS(PROC) | STOPS(USER) | STOPS(CAPABILITIES) | STOPS(PID),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/proc/sys/kernel/pid_max", O_WRONLY);
}
