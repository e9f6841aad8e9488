/* The other shape of the same bug: the container is told to begin in a leaked folder. */
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_workdir_outside = {
    .name = "workdir-outside",
    .title = "begin in a folder of the host",
    .group = GROUP_INHERITED,
    .tries = "The working directory that is asked for is /proc/self/fd/7, which the "
             "starter has open: the root of the host. Whoever begins there opens "
             "\"etc/passwd\" and reads that of the host.",
    .source = "CVE-2024-21626: WORKDIR /proc/self/fd/7 in an image",
    .stopped = "Descriptors are closed before the working directory is looked up, or it "
               "is looked at again afterwards: it must lie in the root of the container.",
    .layers = STOPS(DESCRIPTORS),
    .asks = {.workdir = "/proc/self/fd/7"},
    .may_refuse = true,
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    int fd = open("/", O_RDONLY | O_DIRECTORY);
    (void)trap;
    if (fd < 0 || dup2(fd, 7) < 0)
        return error_errno(error, STATUS_HOST, "/");
    if (fd != 7)
        close(fd);
    return 0;
}

static void attempt(struct attempt *attempt)
{
    char folder[256] = "";
    long length = syscall(SYS_getcwd, folder, sizeof folder);
    if (length < 0)
        attempt_refused(attempt, "getcwd");
    else if (folder[0] == '/')
        attempt_blocked(attempt, "the working directory is %s", folder);
    else
        attempt_open(attempt, "the working directory is outside: %s", folder);
}
