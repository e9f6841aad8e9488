/* Read-only is a property of a mount, and can be taken away. */

#include "isolate/attacks/attack.h"
#include "isolate/kernel.h"

static void attempt(struct attempt *attempt);

const struct attack attack_mount_attributes = {
    .name = "mount-attributes",
    .title = "change the properties of a mount",
    .group = GROUP_MOUNTS,
    .tries =
        "mount_setattr() on a path that does not exist: only the right is asked for.",
    .source = "mount_setattr(2), Linux 5.12",
    .stopped = "It needs CAP_SYS_ADMIN; the filter refuses it.",
    .layers = STOPS(CAPABILITIES) | STOPS(SECCOMP) | STOPS(USER) | STOPS(LANDLOCK),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    struct kernel_mount_attributes writable = {.clear = ATTRIBUTE_RDONLY};
    attempt_errno(attempt, kernel_mount_setattr(AT_FDCWD, "/no such path", 0, &writable),
                  ENOENT, "mount_setattr");
}
