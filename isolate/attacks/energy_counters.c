/* How much energy the processor took, a thousand times a second. */
#include <dirent.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_energy_counters = {
    .name = "energy-counters",
    .title = "measure the energy of the processor",
    .group = GROUP_KERNEL_FILES,
    .tries = "Lists /sys/class/powercap. From the energy that instructions take, keys "
             "were computed.",
    .source = "CVE-2020-8694 (PLATYPUS)",
    .stopped =
        "/sys of the host is not there; Docker and podman cover this folder since 2023.",
    .layers = STOPS(SYS),
    .absent = "This machine shows no energy counters.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    DIR *folder = opendir("/sys/class/powercap");
    const struct dirent *entry = NULL;
    attempt_refused(attempt, "/sys/class/powercap");
    while (folder && (entry = readdir(folder)))
        if (entry->d_name[0] != '.')
            attempt_open(attempt, "/sys/class/powercap holds %s", entry->d_name);
    if (folder && !attempt->finding.open)
        attempt_blocked(attempt, "/sys/class/powercap is empty");
    if (folder)
        closedir(folder);
}
