/* Terminals of all users lie in one folder. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_host_terminals = {
    .name = "host-terminals",
    .title = "open a terminal of somebody else",
    .group = GROUP_DEVICES,
    .tries = "Opens a pseudo-terminal of the host in /dev/pts, which was made for it.",
    .source = "pts(4), devpts of the kernel documentation",
    .stopped = "/dev/pts is one of the container's own, or is not there.",
    .layers = STOPS(DEV) | STOPS(USER) | STOPS(CAPABILITIES),
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0 ||
        ptsname_r(master, trap->bait, sizeof trap->bait) != 0)
        return error_errno(error, STATUS_HOST, "no pseudo-terminal");
    return 0;
}

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, attempt->bait, O_RDWR);
}
