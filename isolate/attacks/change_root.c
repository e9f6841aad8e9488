/* pivot_root() puts another mount in the place of the root. */

#include "isolate/attacks/attack.h"
#include "isolate/kernel.h"

static void attempt(struct attempt *attempt);

const struct attack attack_change_root = {
    .name = "change-root",
    .title = "exchange the root directory",
    .group = GROUP_MOUNTS,
    .tries = "pivot_root() with paths that do not exist: only the right is asked for.",
    .source = "pivot_root(2)",
    .stopped = "It needs CAP_SYS_ADMIN; the filter refuses it.",
    .layers = STOPS(CAPABILITIES) | STOPS(SECCOMP) | STOPS(USER) | STOPS(LANDLOCK),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_errno(attempt, kernel_pivot_root("/no such path", "/no such path"), ENOENT,
                  "pivot_root");
}
