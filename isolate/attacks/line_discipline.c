/* What the kernel does with the letters of a terminal can be exchanged. */
#include <fcntl.h>
#include <sys/ioctl.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_line_discipline = {
    .name = "line-discipline",
    .title = "give a terminal another line discipline",
    .group = GROUP_CALLS,
    .tries = "ioctl(TIOCSETD) on a terminal of its own has the kernel load the driver of "
             "a modem, a radio or a bus, and run it. Here it asks for the one that does "
             "nothing.",
    .source = "CVE-2017-2636 (n_hdlc), CVE-2020-14416 (slcan), CVE-2023-6546 (n_gsm)",
    .stopped = "The filter refuses the request.",
    .layers = STOPS(SECCOMP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    int discipline = 27; /* N_NULL */
    cleanup_fd int fd = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        attempt_refused(attempt, "/dev/ptmx");
    else
        attempt_call(attempt, ioctl(fd, TIOCSETD, &discipline),
                     "ioctl(/dev/ptmx, TIOCSETD, N_NULL)");
}
