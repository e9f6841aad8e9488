/* A mount can be copied into a descriptor. */

#include "isolate/attacks/attack.h"
#include "isolate/kernel.h"

static void attempt(struct attempt *attempt);

const struct attack attack_open_tree = {
    .name = "open-tree",
    .title = "copy a mount",
    .group = GROUP_MOUNTS,
    .tries = "open_tree(OPEN_TREE_CLONE) copies the mount of the root, without what is "
             "mounted over its parts: a covered file would be visible in it.",
    .source = "open_tree(2)",
    .stopped = "It needs CAP_SYS_ADMIN; the filter refuses it.",
    .layers = STOPS(CAPABILITIES) | STOPS(SECCOMP) | STOPS(USER) | STOPS(LANDLOCK),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    int fd = kernel_open_tree(AT_FDCWD, "/", TREE_CLONE | O_CLOEXEC);
    if (attempt_call(attempt, fd, "open_tree(\"/\", OPEN_TREE_CLONE)"))
        close(fd);
}
