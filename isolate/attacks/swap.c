/* Memory that is swapped to a file can be read there. */
#include <errno.h>
#include <sys/swap.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_swap = {
    .name = "swap",
    .title = "swap memory to a file of its own",
    .group = GROUP_MACHINE,
    .tries =
        "swapon() of a file that does not exist: the kernel asks for the right first.",
    .source = "swapon(2)",
    .stopped = "It needs CAP_SYS_ADMIN over the host; the filter refuses it.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_errno(attempt, swapon("/no such file", 0), ENOENT, "swapon");
}
