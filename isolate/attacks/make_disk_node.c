/* A node for the disk can be made anywhere, by whoever may. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_make_disk_node = {
    .name = "make-disk-node",
    .title = "make a node for the disk and open it",
    .group = GROUP_DEVICES,
    .tries = "mknod() with the number of the host's disk, in a folder of its own; then "
             "opens it to read, and closes it.",
    .source = "capabilities(7): CAP_MKNOD",
    .stopped = "It needs CAP_MKNOD over the host; the filter refuses mknod() of devices; "
               "and all mounts are nodev.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP) | STOPS(ROOT) |
              STOPS(DEV) | STOPS(CGROUP),
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    struct stat status;
    if (stat("/", &status) < 0)
        return error_errno(error, STATUS_HOST, "/");
    snprintf(trap->bait, sizeof trap->bait, "%s/node", trap->lent);
    return 0;
}

static void attempt(struct attempt *attempt)
{
    /* What the root is on is not known inside; a loop device has the same rights. */
    const char *path = access("/lent", W_OK) == 0 ? "/lent/node" : attempt->bait;
    if (attempt_call(attempt, mknod(path, S_IFBLK | 0600, makedev(7, 0)),
                     "mknod(block device 7:0)"))
        attempt_path(attempt, path, O_RDONLY);
    unlink(path);
}
