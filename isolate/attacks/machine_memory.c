/* /dev/mem of the host. */
#include <fcntl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_machine_memory = {
    .name = "machine-memory",
    .title = "open the memory of the machine",
    .group = GROUP_DEVICES,
    .tries = "Opens /dev/mem to read: the physical memory, with everything that any "
             "process or the kernel holds in it.",
    .source = "mem(4)",
    .stopped = "/dev has no such node; it belongs to root of the host; and it asks for "
               "CAP_SYS_RAWIO.",
    .layers = STOPS(DEV) | STOPS(USER) | STOPS(CAPABILITIES) | STOPS(CGROUP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/dev/mem", O_RDONLY);
}
