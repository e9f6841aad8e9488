/* The log of the kernel as a file that is emptied by reading. */
#include <fcntl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_kernel_messages = {
    .name = "kernel-messages",
    .title = "read the messages of the kernel",
    .group = GROUP_KERNEL_FILES,
    .tries = "Opens /proc/kmsg and reads nothing: what is read there is taken away from "
             "the host's log.",
    .source = "proc_kmsg(5)",
    .stopped = "It belongs to a user that the container does not have, and asks for "
               "CAP_SYSLOG over the host.",
    .layers = STOPS(PROC) | STOPS(USER) | STOPS(CAPABILITIES),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/proc/kmsg", O_RDONLY);
}
