/* Keyrings have had overflows of their counters. */
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_new_keyring = {
    .name = "new-keyring",
    .title = "make a keyring",
    .group = GROUP_CALLS,
    .tries = "keyctl(KEYCTL_JOIN_SESSION_KEYRING): a new keyring, in the code that "
             "counts keyrings.",
    .source = "CVE-2016-0728, CVE-2017-6951",
    .stopped = "The filter refuses keyctl(), add_key() and request_key(); nothing in a "
               "container needs them.",
    .layers = STOPS(SECCOMP),
    .absent = "This kernel has no keyrings.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_reach(attempt, syscall(SYS_keyctl, 1, NULL), false,
                  "keyctl(KEYCTL_JOIN_SESSION_KEYRING)");
}
