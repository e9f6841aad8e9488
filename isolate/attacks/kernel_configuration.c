/* How the kernel was built tells which of its parts can be attacked. */
#include <fcntl.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_kernel_configuration = {
    .name = "kernel-configuration",
    .title = "read how the kernel was built",
    .group = GROUP_KERNEL_FILES,
    .tries = "Reads /proc/config.gz, which says what was built in, and which protections "
             "were not.",
    .source = "CONFIG_IKCONFIG_PROC",
    .stopped = "The file is covered.",
    .layers = STOPS(PROC),
    .absent = "This kernel does not show its configuration.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    char byte;
    cleanup_fd int fd = open("/proc/config.gz", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        attempt_refused(attempt, "/proc/config.gz");
    else if (read(fd, &byte, 1) <= 0)
        attempt_blocked(attempt, "/proc/config.gz is empty");
    else
        attempt_open(attempt, "/proc/config.gz can be read");
}
