/* The kernel can be told which program runs which files. */
#include <fcntl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_binary_formats = {
    .name = "binary-formats",
    .title = "register an interpreter on the host",
    .group = GROUP_KERNEL_FILES,
    .tries = "Opens binfmt_misc/register to write: an interpreter for all files that "
             "begin in some way, kept open by the host and run by all users.",
    .source = "binfmt_misc of the kernel documentation",
    .stopped = "/proc/sys is read-only, and the file system of binfmt_misc is not "
               "mounted inside.",
    .layers = STOPS(PROC) | STOPS(USER) | STOPS(CAPABILITIES),
    .absent = "binfmt_misc is not mounted on this host.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/proc/sys/fs/binfmt_misc/register", O_WRONLY);
}
