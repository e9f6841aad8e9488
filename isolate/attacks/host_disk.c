/* The disks of the host, by the nodes that it has. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_host_disk = {
    .name = "host-disk",
    .title = "open a disk of the host",
    .group = GROUP_DEVICES,
    .tries = "Looks through /dev for block devices, and opens each to read.",
    .source = "ioi isolate and bwrap --dev-bind show the whole /dev of the host",
    .stopped = "/dev has six devices, none of them a disk; and the disk belongs to a "
               "user that the container does not have.",
    .layers = STOPS(DEV) | STOPS(USER) | STOPS(CAPABILITIES) | STOPS(CGROUP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    DIR *folder = opendir("/dev");
    const struct dirent *entry;
    attempt_blocked(attempt, "/dev has no block device");
    while (folder && (entry = readdir(folder))) {
        char path[300];
        struct stat status;
        snprintf(path, sizeof path, "/dev/%s", entry->d_name);
        if (lstat(path, &status) == 0 && S_ISBLK(status.st_mode) &&
            attempt_path(attempt, path, O_RDONLY))
            break;
    }
    if (folder)
        closedir(folder);
}
