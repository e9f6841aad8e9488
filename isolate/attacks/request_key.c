/* A key that is missing is fetched by a program of the host. */
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_request_key = {
    .name = "request-key",
    .title = "have the host run a program for a key",
    .group = GROUP_CALLS,
    .tries = "request_key(): the kernel starts /sbin/request-key on the host for some "
             "kinds of keys. Here a key is asked for that cannot be made.",
    .source = "CVE-2014-9529; request-key(8)",
    .stopped = "The filter refuses the call.",
    .layers = STOPS(SECCOMP),
    .absent = "This kernel has no keyrings.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_reach(attempt, syscall(SYS_request_key, "user", "ring3-none", NULL, 0), false,
                  "request_key");
}
