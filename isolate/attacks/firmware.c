/* Tables of the machine's firmware: serial numbers and keys. */
#include <dirent.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_firmware = {
    .name = "firmware",
    .title = "read the tables of the firmware",
    .group = GROUP_KERNEL_FILES,
    .tries = "Lists /sys/firmware: ACPI tables and UEFI variables, some with licence "
             "keys of the machine in them.",
    .source = "Docker and podman cover it",
    .stopped = "/sys of the host is not there, or the folder is covered.",
    .layers = STOPS(SYS),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    DIR *folder = opendir("/sys/firmware");
    const struct dirent *entry = NULL;
    attempt_refused(attempt, "/sys/firmware");
    while (folder && (entry = readdir(folder)))
        if (entry->d_name[0] != '.')
            attempt_open(attempt, "/sys/firmware holds %s", entry->d_name);
    if (folder && !attempt->finding.open)
        attempt_blocked(attempt, "/sys/firmware is empty");
    if (folder)
        closedir(folder);
}
