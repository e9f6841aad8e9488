/* Whatever somebody needed while writing a driver. */
#include <dirent.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_debug_files = {
    .name = "debug-files",
    .title = "reach the debugging files of drivers",
    .group = GROUP_KERNEL_FILES,
    .tries = "Lists /sys/kernel/debug: files that were made for debugging, and checked "
             "by nobody for what they let one do.",
    .source = "debugfs of the kernel documentation",
    .stopped = "/sys of the host is not there; and debugfs belongs to root of the host.",
    .layers = STOPS(SYS) | STOPS(NET) | STOPS(USER) | STOPS(CAPABILITIES),
    .absent = "debugfs is not mounted on this host.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    DIR *folder = opendir("/sys/kernel/debug");
    const struct dirent *entry = NULL;
    attempt_refused(attempt, "/sys/kernel/debug");
    while (folder && (entry = readdir(folder)))
        if (entry->d_name[0] != '.')
            attempt_open(attempt, "/sys/kernel/debug holds %s", entry->d_name);
    if (folder && !attempt->finding.open)
        attempt_blocked(attempt, "/sys/kernel/debug is empty");
    if (folder)
        closedir(folder);
}
