/* /dev/console of the host. */
#include <fcntl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_console = {
    .name = "console",
    .title = "open the console of the host",
    .group = GROUP_DEVICES,
    .tries = "Opens /dev/console to write, where somebody may believe what it says. "
             "Nothing is written.",
    .source = "CVE-2025-52565 (runc mounted a terminal over the wrong file)",
    .stopped = "/dev has no console unless a terminal was asked for, and then it is one "
               "of the container.",
    .layers = STOPS(DEV) | STOPS(USER) | STOPS(CAPABILITIES) | STOPS(CGROUP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/dev/console", O_WRONLY);
}
