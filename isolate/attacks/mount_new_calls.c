/* Since 2019 there is a second set of calls to mount with, and lists of what is
 * forbidden have forgotten it. */

#include "isolate/attacks/attack.h"
#include "isolate/kernel.h"

static void attempt(struct attempt *attempt);

const struct attack attack_mount_new_calls = {
    .name = "mount-new-calls",
    .title = "mount with the new calls",
    .group = GROUP_MOUNTS,
    .tries = "fsopen() makes the context for a new mount, without mount(2).",
    .source = "fsopen(2), Linux 5.2; missing in filters written before",
    .stopped = "The filter is a list of what is allowed, so what is new is refused; and "
               "CAP_SYS_ADMIN is needed.",
    .layers = STOPS(CAPABILITIES) | STOPS(SECCOMP) | STOPS(USER) | STOPS(LANDLOCK),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    int fd = (int)syscall(KERNEL_FSOPEN, "tmpfs", 1);
    if (attempt_call(attempt, fd, "fsopen(\"tmpfs\")"))
        close(fd);
}
