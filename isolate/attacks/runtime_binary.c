/* The program of process 1 is a file of the host. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_runtime_binary = {
    .name = "runtime-binary",
    .title = "write to the program of the runtime",
    .group = GROUP_PROCESSES,
    .tries = "Opens /proc/PID/exe of its parent and from there the file itself to write. "
             "If it were written, the next container would be started by the attacker's "
             "program, as root. It is opened and closed here.",
    .source = "CVE-2019-5736 (runc)",
    .stopped = "The link of a process that is not dumpable cannot be followed; and the "
               "file belongs to a user that the container does not have.",
    .layers = STOPS(PID) | STOPS(DESCRIPTORS) | STOPS(USER) | STOPS(CAPABILITIES) |
              STOPS(SECCOMP) | STOPS(PROC) | STOPS(LANDLOCK),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/exe", getppid());
    cleanup_fd int program = open(path, O_RDONLY | O_CLOEXEC);
    if (program < 0) {
        attempt_refused(attempt, path);
        return;
    }
    snprintf(path, sizeof path, "/proc/self/fd/%d", program);
    cleanup_fd int again = open(path, O_WRONLY | O_CLOEXEC);
    if (again >= 0 || errno == ETXTBSY) /* busy: allowed, as soon as it has ended */
        attempt_open(attempt, "the program of the runtime may be written");
    else
        attempt_blocked(attempt, "it can be read, but not written: %m");
}
