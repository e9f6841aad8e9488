/* Control groups of version 1 name a program that the host runs when a group is empty. */
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/nested.h"
#include "isolate/kernel.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_release_agent = {
    .name = "release-agent",
    .title = "have the host run a program",
    .group = GROUP_MOUNTS,
    .tries = "Makes a user, mount and cgroup namespace, mounts a hierarchy of version 1 "
             "in it, and opens release_agent to write.",
    .source = "CVE-2022-0492 (mended in Linux 5.17: the agent needs CAP_SYS_ADMIN over "
              "the host)",
    .stopped =
        "No user namespace can be made inside; the kernel has been mended as well.",
    .layers = STOPS(SECCOMP) | STOPS(USER) | STOPS(CAPABILITIES) |
              STOPS(CGROUP_NAMESPACE) | STOPS(LANDLOCK),
    .needs_image = true,
    .absent = "It needs a hierarchy of version 1 and a kernel before 5.17, or real root.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    char groups[2048] = "";
    cleanup_fd int fd = open("/proc/self/cgroup", O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? 0 : read(fd, groups, sizeof groups - 1);
    /* Where no such hierarchy is, mounting one would make it, for the whole machine. */
    if (got <= 0 || !strstr(groups, ":pids:")) {
        attempt_blocked(attempt, "there is no hierarchy of version 1 for pids");
        return;
    }
    if (unshare(CLONE_NEWNS) < 0 && !nested_begin(attempt, CLONE_NEWNS | CLONE_NEWCGROUP))
        return;
    if (mount("none", "/tmp", "cgroup", 0, "pids") < 0)
        attempt_refused(attempt, "mount(cgroup v1)");
    else
        attempt_path(attempt, "/tmp/release_agent", O_WRONLY);
}
