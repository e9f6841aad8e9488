/* In a user namespace everybody is root, and much of the kernel is within reach. */
#include <sched.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_user_namespace = {
    .name = "user-namespace",
    .title = "make a user namespace: unshare",
    .group = GROUP_CALLS,
    .tries = "unshare(CLONE_NEWUSER). Most escapes through the kernel of the last ten "
             "years begin with this call.",
    .source = "CVE-2022-0185, CVE-2022-32250, CVE-2023-32233, CVE-2024-1086 need it",
    .stopped = "No user namespace can be made inside: the filter refuses the call with "
               "this flag.",
    .layers = STOPS(SECCOMP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_call(attempt, unshare(CLONE_NEWUSER), "unshare(CLONE_NEWUSER)");
}
