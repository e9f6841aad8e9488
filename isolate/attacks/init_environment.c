/* Process 1 was made by the starter, so its memory holds the variables of the starter. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_init_environment = {
    .name = "init-environment",
    .title = "the environment of the parent, from /proc",
    .group = GROUP_INHERITED,
    .tries = "Reads /proc/PID/environ of its parent, which is process 1 of the "
             "container: the kernel shows the variables that the starter began with.",
    .source = "proc(5); containers of early LXC and of hand-made runtimes",
    .stopped = "Process 1 is not dumpable, so its files in /proc belong to nobody who is "
               "inside.",
    .layers = STOPS(PID) | STOPS(ENVIRONMENT) | STOPS(USER) | STOPS(CAPABILITIES) |
              STOPS(SECCOMP) | STOPS(PROC) | STOPS(DESCRIPTORS) | STOPS(LANDLOCK),
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    if (setenv("HOSTSECRET", trap->token, 1) < 0)
        return error_errno(error, STATUS_HOST, "setenv");
    return 0;
}

static void attempt(struct attempt *attempt)
{
    char path[64], seen[512];
    snprintf(path, sizeof path, "/proc/%d/environ", getppid());
    cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, seen, sizeof seen);
    if (got < 0)
        attempt_refused(attempt, path);
    else if (got == 0)
        attempt_blocked(attempt, "%s is empty", path);
    else
        attempt_open(attempt, "%s can be read: %.60s", path, seen);
}
