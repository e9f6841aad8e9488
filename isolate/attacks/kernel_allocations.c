/* Which function of the kernel holds which address. */
#include <fcntl.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_kernel_allocations = {
    .name = "kernel-allocations",
    .title = "read the addresses of kernel memory",
    .group = GROUP_KERNEL_FILES,
    .tries = "Reads /proc/vmallocinfo: with such addresses, address randomization of the "
             "kernel is undone.",
    .source = "proc_vmallocinfo(5)",
    .stopped = "It belongs to a user that the container does not have.",
    .layers = STOPS(PROC) | STOPS(USER) | STOPS(CAPABILITIES),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    char byte;
    cleanup_fd int fd = open("/proc/vmallocinfo", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        attempt_refused(attempt, "/proc/vmallocinfo");
    else if (read(fd, &byte, 1) <= 0)
        attempt_blocked(attempt, "/proc/vmallocinfo is empty");
    else
        attempt_open(attempt, "/proc/vmallocinfo can be read");
}
