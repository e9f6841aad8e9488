/* A letter in this file restarts the machine. */
#include <fcntl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_sysrq = {
    .name = "sysrq",
    .title = "restart the machine by a letter",
    .group = GROUP_KERNEL_FILES,
    .tries = "Opens /proc/sysrq-trigger to write. \"b\" restarts at once, \"c\" crashes. "
             "Nothing is written.",
    .source = "sysrq of the kernel documentation",
    .stopped = "/proc is read-only where it is the kernel's, and the file belongs to a "
               "user that the container does not have.",
    .layers = STOPS(PROC) | STOPS(USER) | STOPS(CAPABILITIES),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/proc/sysrq-trigger", O_WRONLY);
}
