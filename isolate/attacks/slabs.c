/* How the kernel's memory is used, object by object. */
#include <fcntl.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_slabs = {
    .name = "slabs",
    .title = "watch the memory of the kernel",
    .group = GROUP_KERNEL_FILES,
    .tries = "Reads /proc/slabinfo: whoever sprays objects of the kernel sees here "
             "whether it worked.",
    .source = "slabinfo(5)",
    .stopped = "It belongs to a user that the container does not have.",
    .layers = STOPS(PROC) | STOPS(USER) | STOPS(CAPABILITIES),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    char byte;
    cleanup_fd int fd = open("/proc/slabinfo", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        attempt_refused(attempt, "/proc/slabinfo");
    else if (read(fd, &byte, 1) <= 0)
        attempt_blocked(attempt, "/proc/slabinfo is empty");
    else
        attempt_open(attempt, "/proc/slabinfo can be read");
}
