/* x32 is a third set of numbers: those of 64 bits with one bit more. */

#include "isolate/attacks/attack.h"
#include "isolate/attacks/processor.h"

static void attempt(struct attempt *attempt);

const struct attack attack_x32_gate = {
    .name = "x32-gate",
    .title = "call the kernel by x32 numbers",
    .group = GROUP_CALLS,
    .tries = "getpid() with bit 30 set in the number: a list of what is forbidden that "
             "compares numbers misses it.",
    .source = "CVE-2014-0038; seccomp(2) on __X32_SYSCALL_BIT",
    .stopped =
        "The filter is a list of what is allowed; numbers with that bit are not in it.",
    .layers = STOPS(SECCOMP),
    .absent = "This kernel was built without x32.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_call(attempt, processor_getpid_x32(), "getpid by its x32 number");
}
