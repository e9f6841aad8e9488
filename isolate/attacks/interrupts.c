/* How often each device called, to the millisecond. */
#include <fcntl.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_interrupts = {
    .name = "interrupts",
    .title = "count the interrupts of the machine",
    .group = GROUP_KERNEL_FILES,
    .tries = "Reads /proc/interrupts: from the pace of the keyboard's counter, input was "
             "guessed; Docker and podman cover it now.",
    .source = "Diao et al., No Pardon for the Interruption (IEEE S&P 2016)",
    .stopped = "The file is covered.",
    .layers = STOPS(PROC),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    char byte;
    cleanup_fd int fd = open("/proc/interrupts", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        attempt_refused(attempt, "/proc/interrupts");
    else if (read(fd, &byte, 1) <= 0)
        attempt_blocked(attempt, "/proc/interrupts is empty");
    else
        attempt_open(attempt, "/proc/interrupts can be read");
}
