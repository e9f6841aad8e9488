/* A text console has a clipboard, and can be told to paste it. */
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_console_paste = {
    .name = "console-paste",
    .title = "paste into the console of the host",
    .group = GROUP_DEVICES,
    .tries = "ioctl(TIOCLINUX) selects text on a console and pastes it, as if it had "
             "been typed. Here it is asked for the state of the shift key.",
    .source = "ioctl_console(2); CVE-2023-1523 (snapd), CVE-2023-28100 (flatpak)",
    .stopped = "No console is in /dev; and the filter refuses the request.",
    .layers =
        STOPS(DEV) | STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP) | STOPS(CGROUP),
    .absent = "This host has no text console, or its driver has been mended.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    enum { TIOCL_GETSHIFTSTATE = 6 };
    char request = TIOCL_GETSHIFTSTATE;
    cleanup_fd int fd = open("/dev/tty1", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        attempt_refused(attempt, "/dev/tty1");
    else
        attempt_call(attempt, ioctl(fd, TIOCLINUX, &request), "ioctl(TIOCLINUX)");
}
