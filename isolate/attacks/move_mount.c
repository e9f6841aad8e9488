/* A mount can be moved away from what it covers. */

#include "isolate/attacks/attack.h"
#include "isolate/kernel.h"

static void attempt(struct attempt *attempt);

const struct attack attack_move_mount = {
    .name = "move-mount",
    .title = "move a mount",
    .group = GROUP_MOUNTS,
    .tries = "move_mount() of the mount on /proc, with a target that does not exist: "
             "only the right is asked for.",
    .source = "move_mount(2)",
    .stopped = "It needs CAP_SYS_ADMIN; the filter refuses it.",
    .layers = STOPS(CAPABILITIES) | STOPS(SECCOMP) | STOPS(USER) | STOPS(LANDLOCK),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    /* The kernel asks for the right first, and looks at the descriptor then. */
    attempt_errno(attempt, syscall(KERNEL_MOVE_MOUNT, -1, "", -1, "", 4 | 0x40), EBADF,
                  "move_mount");
}
