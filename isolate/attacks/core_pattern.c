/* The name of core files can begin with |, and is then a program that the host runs. */
#include <fcntl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_core_pattern = {
    .name = "core-pattern",
    .title = "have the host run a program at a crash",
    .group = GROUP_KERNEL_FILES,
    .tries = "Opens core_pattern to write. With \"|/path\" in it, the next crash of any "
             "process runs that program as root of the host. It is closed again.",
    .source =
        "core(5); open in every runtime that maps root to root with a writable /proc",
    .stopped = "/proc/sys is read-only, and its files belong to a user that the "
               "container does not have.",
    .layers = STOPS(PROC) | STOPS(USER) | STOPS(CAPABILITIES),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/proc/sys/kernel/core_pattern", O_WRONLY);
}
