/* A standard stream that is a folder. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "isolate/attacks/bait.h"
#include "labs/kit/cleanup.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_folder_as_input = {
    .name = "folder-as-input",
    .title = "go out through a folder as input",
    .group = GROUP_INHERITED,
    .tries = "All descriptors above 2 are closed, but 0, 1 and 2 are handed on. If one "
             "of them is a folder of the host, openat(0, \"..\") leads to all of it.",
    .source = "openat(2); CVE-2024-21626 with a descriptor that is never closed",
    .stopped = "A command whose standard streams are folders is not started. Landlock "
               "would refuse to open anything below them.",
    .layers = STOPS(DESCRIPTORS) | STOPS(LANDLOCK),
    .may_refuse = true,
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    if (bait_file(trap, trap->host_folder, "below", error) < 0)
        return -1;
    cleanup_fd int fd = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || dup2(fd, 0) < 0)
        return error_errno(error, STATUS_HOST, "/");
    return 0;
}

static void attempt(struct attempt *attempt)
{
    char seen[33] = "";
    cleanup_fd int fd = openat(0, attempt->bait + 1, O_RDONLY | O_CLOEXEC);
    if (fd >= 0 && read(fd, seen, 32) == 32 && !strcmp(seen, attempt->token))
        attempt_open(attempt, "openat(0, \"...\") reads a file of the host");
    else
        attempt_refused(attempt, "openat(0, a file of the host)");
}
