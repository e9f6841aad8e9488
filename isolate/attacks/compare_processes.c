/* Are these two the same object of the kernel? */
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_compare_processes = {
    .name = "compare-processes",
    .title = "compare objects of the kernel",
    .group = GROUP_CALLS,
    .tries = "kcmp() of its own descriptors: the answer is an order of addresses of the "
             "kernel, though a scrambled one.",
    .source = "kcmp(2)",
    .stopped = "The filter refuses the call.",
    .layers = STOPS(SECCOMP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    pid_t self = getpid();
    attempt_reach(attempt, syscall(SYS_kcmp, self, self, 0, 0, 1), false, "kcmp");
}
