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

union handle {
    struct file_handle head;
    char room[sizeof(struct file_handle) + 32];
};

static int prepare(struct trap *trap, struct error *error)
{
    union handle handle = {.head.handle_bytes = 32};
    int mount;
    if (bait_file(trap, trap->host_folder, "secret", error) < 0)
        return -1;
    if (name_to_handle_at(AT_FDCWD, trap->bait, &handle.head, &mount, 0) < 0)
        return error_errno(error, STATUS_HOST, "%s has no handle", trap->bait);
    int length = snprintf(trap->bait, sizeof trap->bait, "%d ", handle.head.handle_type);
    for (unsigned i = 0; i < handle.head.handle_bytes && i < 32; i++)
        length += snprintf(trap->bait + length, sizeof trap->bait - (size_t)length,
                           "%02x", handle.head.f_handle[i]);
    return 0;
}

static void attempt(struct attempt *attempt)
{
    union handle handle = {0};
    char bytes[65] = "", seen[33] = "";
    unsigned count = 0;
    if (sscanf(attempt->bait, "%d %64s", &handle.head.handle_type, bytes) != 2)
        return;
    for (; bytes[2 * (size_t)count]; count++) {
        unsigned byte;
        sscanf(bytes + 2 * (size_t)count, "%2x", &byte);
        handle.head.f_handle[count] = (unsigned char)byte;
    }
    handle.head.handle_bytes = count;
    cleanup_fd int root = open("/isolate-attempt", O_RDONLY | O_CLOEXEC);
    cleanup_fd int fd = open_by_handle_at(root, &handle.head, O_RDONLY);
    if (fd < 0 || read(fd, seen, 32) != 32)
        attempt_refused(attempt, "open_by_handle_at");
    else
        attempt_open(attempt, "open_by_handle_at: a file of the host says %s", seen);
}
