/* The parameters of a new file system are parsed by old code. */

#include "isolate/attacks/attack.h"
#include "isolate/attacks/nested.h"
#include "isolate/kernel.h"

static void attempt(struct attempt *attempt);

const struct attack attack_file_system_context = {
    .name = "file-system-context",
    .title = "reach the parser of mount parameters",
    .group = GROUP_MOUNTS,
    .tries = "Makes a user namespace and there a context for a new mount: fsconfig() on "
             "it overflowed a buffer of the kernel.",
    .source = "CVE-2022-0185 (legacy_parse_param, mended in Linux 5.16.2)",
    .stopped = "No user namespace can be made inside, and the filter refuses fsopen() "
               "and fsconfig().",
    .layers = STOPS(SECCOMP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    if (!nested_begin(attempt, CLONE_NEWNS))
        return;
    int fd = (int)syscall(KERNEL_FSOPEN, "tmpfs", 1);
    attempt_reach(attempt, fd < 0 ? -1 : syscall(KERNEL_FSCONFIG, fd, 1, "size", "1M", 0),
                  false, "fsopen() and fsconfig() in a new user namespace");
}
