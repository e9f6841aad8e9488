/* The program that loads modules is named in a file. */
#include <fcntl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_module_loader = {
    .name = "module-loader",
    .title = "have the host run a program for modules",
    .group = GROUP_KERNEL_FILES,
    .tries = "Opens the sysctl kernel.modprobe to write: the kernel runs that program as "
             "root when a module is missing.",
    .source = "proc_sys_kernel(5)",
    .stopped = "/proc/sys is read-only, and its files belong to a user that the "
               "container does not have.",
    .layers = STOPS(PROC) | STOPS(USER) | STOPS(CAPABILITIES),
    .absent = "This kernel has no modules.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/proc/sys/kernel/modprobe", O_WRONLY);
}
