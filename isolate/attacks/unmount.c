/* A path that is covered by a mount is laid open when the mount goes. */
#include <errno.h>
#include <sys/mount.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_unmount = {
    .name = "unmount",
    .title = "unmount what covers a file",
    .group = GROUP_MOUNTS,
    .tries = "umount() of a place that is no mount: the kernel asks for the right first.",
    .source = "umount(2)",
    .stopped = "It needs CAP_SYS_ADMIN; the filter refuses it.",
    .layers = STOPS(CAPABILITIES) | STOPS(SECCOMP) | STOPS(USER) | STOPS(LANDLOCK),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_errno(attempt, umount2("/isolate-attempt", UMOUNT_NOFOLLOW), EINVAL,
                  "umount");
}
