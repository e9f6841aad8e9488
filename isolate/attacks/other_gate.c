/* Any call at all through the gate for 32-bit programs is a second, less tested kernel.
 */

#include "isolate/attacks/attack.h"
#include "isolate/attacks/processor.h"

static void attempt(struct attempt *attempt);

const struct attack attack_other_gate = {
    .name = "other-gate",
    .title = "call the kernel through the 32-bit gate",
    .group = GROUP_CALLS,
    .tries = "getpid() by int 0x80: harmless, but if this one passes, all the others do.",
    .source = "CVE-2007-4573, CVE-2010-3081, CVE-2010-3301: all in the 32-bit gate",
    .stopped = "The filter refuses every call of another architecture.",
    .layers = STOPS(SECCOMP),
    .absent = "This processor or this kernel has no such gate.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_call(attempt, processor_call32(20, 0), "int 0x80: getpid");
}
