/* Memory that the kernel itself cannot see, and cannot move or swap. */
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_secret_memory = {
    .name = "secret-memory",
    .title = "take memory away from the kernel",
    .group = GROUP_CALLS,
    .tries =
        "memfd_secret(): pages that stay where they are, out of the kernel's own map.",
    .source = "memfd_secret(2), Linux 5.14",
    .stopped = "The filter refuses the call.",
    .layers = STOPS(SECCOMP),
    .absent = "This kernel was built without it, or has it switched off.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_reach(attempt, syscall(447 /* memfd_secret */, 0), true, "memfd_secret");
}
