/* The plainest question of all: is the host still there? */
#include <stdio.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_host_files = {
    .name = "host-files",
    .title = "read a file of the host by its path",
    .group = GROUP_MOUNTS,
    .tries = "Opens a file of the host by the name that it has there.",
    .source = "mount_namespaces(7)",
    .stopped = "The container has a mount namespace of its own, its root is another, and "
               "the old root is unmounted.",
    .layers = STOPS(MOUNT) | STOPS(PIVOT),
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    return bait_file(trap, trap->host_folder, "secret", error);
}

static void attempt(struct attempt *attempt)
{
    if (attempt_finds(attempt, attempt->bait))
        attempt_open(attempt, "%s can be read", attempt->bait);
    else
        attempt_refused(attempt, attempt->bait);
}
