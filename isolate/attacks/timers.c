/* All timers of the machine, with the processes that wait for them. */
#include <fcntl.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_timers = {
    .name = "timers",
    .title = "read the timers of all processes",
    .group = GROUP_KERNEL_FILES,
    .tries =
        "Reads /proc/timer_list: names and numbers of processes outside, and addresses.",
    .source = "CVE-2017-5967",
    .stopped =
        "The file is covered; and it belongs to a user that the container does not have.",
    .layers = STOPS(PROC) | STOPS(USER) | STOPS(CAPABILITIES),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    char byte;
    cleanup_fd int fd = open("/proc/timer_list", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        attempt_refused(attempt, "/proc/timer_list");
    else if (read(fd, &byte, 1) <= 0)
        attempt_blocked(attempt, "/proc/timer_list is empty");
    else
        attempt_open(attempt, "/proc/timer_list can be read");
}
