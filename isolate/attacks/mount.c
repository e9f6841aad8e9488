/* Whoever may mount, may put a file where a program expects another. */
#include <sys/mount.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_mount = {
    .name = "mount",
    .title = "mount a file system",
    .group = GROUP_MOUNTS,
    .tries = "mount(2) of a tmpfs on /tmp. The same call puts another /etc/passwd over "
             "the one that is there.",
    .source = "capabilities(7): CAP_SYS_ADMIN",
    .stopped = "It needs CAP_SYS_ADMIN in the user namespace of the mounts; the filter "
               "refuses it; and Landlock lets nobody mount.",
    .layers = STOPS(CAPABILITIES) | STOPS(SECCOMP) | STOPS(USER) | STOPS(LANDLOCK),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    if (attempt_call(attempt, mount("none", "/tmp", "tmpfs", 0, NULL), "mount(tmpfs)"))
        umount2("/tmp", MNT_DETACH);
}
