/* Keyrings have had overflows of their counters. */
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_add_key = {
    .name = "add-key",
    .title = "store a key in the kernel",
    .group = GROUP_CALLS,
    .tries = "add_key(): a key in the keyring of this process, in memory of the kernel.",
    .source = "CVE-2016-0728, CVE-2017-6951",
    .stopped = "The filter refuses keyctl(), add_key() and request_key(); nothing in a "
               "container needs them.",
    .layers = STOPS(SECCOMP),
    .absent = "This kernel has no keyrings.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_reach(attempt, syscall(SYS_add_key, "user", "ring3-try", "x", 1, -2), false,
                  "add_key");
}
