/* What is lent to be read is opened anew, to be written. */
#include <fcntl.h>
#include <unistd.h>

#include "isolate/attacks/bait.h"
#include "labs/kit/cleanup.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_reopen_input = {
    .name = "reopen-input",
    .title = "write to the file that is its input",
    .group = GROUP_INHERITED,
    .tries = "The starter lends a file to be read: < FILE. Opening /proc/self/fd/0 does "
             "not copy that descriptor, it opens the file once more, and may ask to "
             "write.",
    .source = "proc_pid_fd(5): opening the link is a new open(2) of the file",
    .stopped = "Landlock lets each standard stream be opened only as the starter opened "
               "it.",
    .layers = STOPS(LANDLOCK),
    .absent = "The kernel must have Landlock (Linux 5.13).",
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    if (bait_file(trap, trap->host_folder, "input", error) < 0)
        return -1;
    cleanup_fd int fd = open(trap->bait, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || dup2(fd, 0) < 0)
        return error_errno(error, STATUS_HOST, "%s", trap->bait);
    return 0;
}

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/proc/self/fd/0", O_WRONLY);
}
