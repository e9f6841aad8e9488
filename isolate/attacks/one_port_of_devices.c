/* The same for single ports. */
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/processor.h"

static void attempt(struct attempt *attempt);

const struct attack attack_one_port_of_devices = {
    .name = "one-port-of-devices",
    .title = "talk to devices directly: ioperm",
    .group = GROUP_MACHINE,
    .tries = "ioperm() for port 0x80, which nothing listens to; it is neither read nor "
             "written.",
    .source = "ioperm(2)",
    .stopped = "It needs CAP_SYS_RAWIO over the host; the filter refuses it.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP),
    .absent = "Only x86 has it, and a kernel can be built without.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_call(attempt, syscall(processor_ioperm, 0x80UL, 1UL, 1), "ioperm(0x80)");
}
