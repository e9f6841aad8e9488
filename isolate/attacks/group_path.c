/* The path of a control group tells how the host is organized. */
#include <stdio.h>
#include <string.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_group_path = {
    .name = "group-path",
    .title = "see the names of the host's groups",
    .group = GROUP_KERNEL_FILES,
    .tries = "Reads /proc/self/cgroup: names of containers, users and services.",
    .source = "cgroup_namespaces(7)",
    .stopped = "In a cgroup namespace the container's own group is called /.",
    .layers = STOPS(CGROUP_NAMESPACE),
    .absent =
        "The container is in the topmost groups of this host: there is no path to hide.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    char line[512];
    cleanup_file FILE *file = fopen("/proc/self/cgroup", "re");
    attempt_blocked(attempt, file ? "all groups are called /" : "/proc/self/cgroup: %m");
    while (file && fgets(line, sizeof line, file)) {
        const char *path = strrchr(line, ':');
        line[strcspn(line, "\n")] = 0;
        if (path && strcmp(path, ":/") != 0)
            attempt_open(attempt, "/proc/self/cgroup says %s", line);
    }
}
