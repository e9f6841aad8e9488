/* A folder of the host that the starter left open. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_leaked_descriptor = {
    .name = "leaked-descriptor",
    .title = "a descriptor that the starter left open",
    .group = GROUP_INHERITED,
    .tries = "Looks for open descriptors above 2. A directory of the host among them is "
             "a way out: fchdir() into it, and .. leads to the root of the host.",
    .source = "CVE-2024-21626: runc left a descriptor of /sys/fs/cgroup open",
    .stopped = "close_range(3, ~0, ...) closes everything just before the command is "
               "executed, whatever it is.",
    .layers = STOPS(DESCRIPTORS),
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    int fd = open("/", O_RDONLY | O_DIRECTORY); /* without O_CLOEXEC: a bug, on purpose */
    (void)trap;
    if (fd < 0 || dup2(fd, 7) < 0)
        return error_errno(error, STATUS_HOST, "/");
    if (fd != 7)
        close(fd);
    return 0;
}

static void attempt(struct attempt *attempt)
{
    struct stat status;
    attempt_blocked(attempt, "no descriptor above 2 is open");
    for (int fd = 3; fd < 1024; fd++)
        if (fstat(fd, &status) == 0)
            attempt_open(attempt, "descriptor %d is open: %s", fd,
                         S_ISDIR(status.st_mode) ? "a directory" : "not a directory");
}
