/* Calls that no program has used for decades are tested by nobody. */
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_old_calls = {
    .name = "old-calls",
    .title = "reach calls that nobody uses",
    .group = GROUP_CALLS,
    .tries = "ustat(), sysfs() and lookup_dcookie(): it counts that the kernel looks at "
             "one of them.",
    .source = "syscalls(2)",
    .stopped = "The filter allows what programs use.",
    .layers = STOPS(SECCOMP),
    .absent = "This kernel was built without them.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
#if defined SYS_ustat && defined SYS_sysfs
    char room[64];
    attempt_reach(attempt, syscall(SYS_sysfs, 3), false, "sysfs");
    if (!attempt->finding.open)
        attempt_reach(attempt, syscall(SYS_ustat, 0, room), false, "ustat");
#else
    attempt_blocked(attempt, "this processor never had them");
#endif
}
