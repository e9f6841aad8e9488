/* Files of /proc that are covered here are not covered in a new /proc. */

#include "isolate/attacks/attack.h"
#include "isolate/kernel.h"

static void attempt(struct attempt *attempt);

const struct attack attack_fresh_proc = {
    .name = "fresh-proc",
    .title = "mount a /proc without covers",
    .group = GROUP_MOUNTS,
    .tries = "Makes a context for a new proc file system, and creates it.",
    .source = "mount(8); the kernel itself refuses it where a visible /proc has covers "
              "(mount_too_revealing)",
    .stopped =
        "It needs CAP_SYS_ADMIN; the filter refuses it; and in a user namespace made "
        "inside, the kernel refuses it as long as a part of /proc is covered.",
    .layers = STOPS(CAPABILITIES) | STOPS(SECCOMP) | STOPS(USER) | STOPS(PROC) |
              STOPS(LANDLOCK),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    int fd = kernel_new_mount("proc", ATTRIBUTE_NOSUID | ATTRIBUTE_NODEV, NULL);
    if (attempt_call(attempt, fd, "fsmount(proc)"))
        close(fd);
}
