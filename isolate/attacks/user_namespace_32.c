/* A processor of 64 bits still has the gate for programs of 32. */
#include <sched.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/processor.h"

static void attempt(struct attempt *attempt);

const struct attack attack_user_namespace_32 = {
    .name = "user-namespace-32",
    .title = "make a user namespace: 32-bit gate",
    .group = GROUP_CALLS,
    .tries = "The same unshare() by int 0x80, where calls have other numbers: what is "
             "310 there is something else in a filter for 64 bits.",
    .source = "seccomp(2) on the field arch",
    .stopped = "The filter looks at the architecture first, and refuses all calls but "
               "those of the 64-bit gate.",
    .layers = STOPS(SECCOMP),
    .absent = "This processor or this kernel has no such gate.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_call(attempt, processor_call32(CALL32_UNSHARE, CLONE_NEWUSER),
                 "int 0x80: unshare(CLONE_NEWUSER)");
}
