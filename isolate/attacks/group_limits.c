/* A limit is a number in a file. */
#include <fcntl.h>
#include <glob.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_group_limits = {
    .name = "group-limits",
    .title = "raise its own limits",
    .group = GROUP_KERNEL_FILES,
    .tries =
        "Looks in /sys/fs/cgroup for files of its groups that can be opened to write.",
    .source = "cgroups(7); CVE-2022-0492 began so",
    .stopped = "/sys/fs/cgroup of the host is not there; its files belong to a user that "
               "the container does not have.",
    .layers = STOPS(SYS) | STOPS(NET) | STOPS(USER) | STOPS(CAPABILITIES),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    static const char *const patterns[] = {"/sys/fs/cgroup/cgroup.procs",
                                           "/sys/fs/cgroup/*/cgroup.procs",
                                           "/sys/fs/cgroup/*/tasks"};
    attempt_blocked(attempt, "no file in /sys/fs/cgroup can be written");
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        glob_t found;
        if (glob(patterns[i], 0, NULL, &found) != 0)
            continue;
        for (size_t k = 0; k < found.gl_pathc && !attempt->finding.open; k++)
            attempt_path(attempt, found.gl_pathv[k], O_WRONLY);
        globfree(&found);
    }
}
