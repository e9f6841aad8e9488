/* Names and sizes of the disks of the host. */
#include <dirent.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_disks_by_name = {
    .name = "disks-by-name",
    .title = "see the disks of the host",
    .group = GROUP_KERNEL_FILES,
    .tries = "Lists /sys/block: how many disks the machine has, and how large they are.",
    .source = "sysfs(5)",
    .stopped = "It is not stopped.",
    .layers = 0,
    .allowed = "/sys is read-only and shows the machine, as it does under every other "
               "runtime: programs count processors there. Names and sizes of disks are "
               "in it; what is on them is not.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    DIR *folder = opendir("/sys/block");
    const struct dirent *entry = NULL;
    attempt_refused(attempt, "/sys/block");
    while (folder && (entry = readdir(folder)))
        if (entry->d_name[0] != '.')
            attempt_open(attempt, "/sys/block holds %s", entry->d_name);
    if (folder && !attempt->finding.open)
        attempt_blocked(attempt, "/sys/block is empty");
    if (folder)
        closedir(folder);
}
