/* A file can be opened by its number, without a path. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"
#include "labs/kit/cleanup.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_file_handle = {
    .name = "file-handle",
    .title = "open a file of the host by its number",
    .group = GROUP_MOUNTS,
    .tries = "open_by_handle_at() opens a file of the file system by its inode number, "
             "wherever it lies: also outside of the root. The number is that of a file "
             "made for it; an attacker counts.",
    .source = "Shocker (Docker 2014): CAP_DAC_READ_SEARCH",
    .stopped = "It needs CAP_DAC_READ_SEARCH over the host; and the filter refuses it.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP) | STOPS(ROOT),
    .needs_image = true,
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    char path[sizeof trap->bait];
    if (bait_file(trap, trap->host_folder, "secret", error) < 0)
        return -1;
    snprintf(path, sizeof path, "%s", trap->bait);
    return bait_handle(trap, path, error);
}

static void attempt(struct attempt *attempt)
{
    union bait_handle handle;
    char seen[33] = "";
    if (!attempt_handle(attempt, &handle))
        return;
    cleanup_fd int root = open("/isolate-attempt", O_RDONLY | O_CLOEXEC);
    cleanup_fd int fd = open_by_handle_at(root, &handle.head, O_RDONLY);
    if (fd < 0 || read(fd, seen, 32) != 32)
        attempt_refused(attempt, "open_by_handle_at");
    else
        attempt_open(attempt, "open_by_handle_at: a file of the host says %s", seen);
}
