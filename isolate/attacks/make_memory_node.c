/* The node for the memory of the machine, made by hand. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_make_memory_node = {
    .name = "make-memory-node",
    .title = "make a node for /dev/mem and open it",
    .group = GROUP_DEVICES,
    .tries = "mknod() of character device 1:1, then opens it to read, and closes it.",
    .source = "mem(4), capabilities(7): CAP_MKNOD",
    .stopped = "It needs CAP_MKNOD over the host; the filter refuses it; and all mounts "
               "are nodev.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP) | STOPS(ROOT) |
              STOPS(DEV) | STOPS(CGROUP),
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    (void)error;
    return snprintf(trap->bait, sizeof trap->bait, "%s/node", trap->lent) < 0 ? -1 : 0;
}

static void attempt(struct attempt *attempt)
{
    const char *path = access("/lent", W_OK) == 0 ? "/lent/node" : attempt->bait;
    if (attempt_call(attempt, mknod(path, S_IFCHR | 0600, makedev(1, 1)),
                     "mknod(character device 1:1)"))
        attempt_path(attempt, path, O_RDONLY);
    unlink(path);
}
