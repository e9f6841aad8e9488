/* Functions of the kernel, traced as they are called. */
#include <dirent.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_tracing_files = {
    .name = "tracing-files",
    .title = "trace the kernel",
    .group = GROUP_KERNEL_FILES,
    .tries = "Lists /sys/kernel/tracing: whoever may write there sees the calls of every "
             "process of the machine.",
    .source = "ftrace of the kernel documentation",
    .stopped = "/sys of the host is not there; and tracefs belongs to root of the host.",
    .layers = STOPS(SYS) | STOPS(NET) | STOPS(USER) | STOPS(CAPABILITIES),
    .absent = "tracefs is not mounted on this host.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    DIR *folder = opendir("/sys/kernel/tracing");
    const struct dirent *entry = NULL;
    attempt_refused(attempt, "/sys/kernel/tracing");
    while (folder && (entry = readdir(folder)))
        if (entry->d_name[0] != '.')
            attempt_open(attempt, "/sys/kernel/tracing holds %s", entry->d_name);
    if (folder && !attempt->finding.open)
        attempt_blocked(attempt, "/sys/kernel/tracing is empty");
    if (folder)
        closedir(folder);
}
