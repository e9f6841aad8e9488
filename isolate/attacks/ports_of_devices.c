/* On x86, devices also have ports, beside memory. */
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/processor.h"

static void attempt(struct attempt *attempt);

const struct attack attack_ports_of_devices = {
    .name = "ports-of-devices",
    .title = "talk to devices directly: iopl",
    .group = GROUP_MACHINE,
    .tries = "iopl(3): all ports of all devices, for this process.",
    .source = "iopl(2)",
    .stopped = "It needs CAP_SYS_RAWIO over the host; the filter refuses it.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP),
    .absent = "Only x86 has it, and a kernel can be built without.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_call(attempt, syscall(processor_iopl, 3), "iopl(3)");
}
