/* Root reads what is forbidden, by a capability. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_forbidden_file = {
    .name = "forbidden-file",
    .title = "read a file without permission",
    .group = GROUP_FILES,
    .tries = "Opens a file of the image that nobody may read (mode 000).",
    .source = "capabilities(7): CAP_DAC_OVERRIDE",
    .stopped = "Root without the capability is a user like others.",
    .layers = STOPS(CAPABILITIES),
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    if (bait_file(trap, trap->root, "forbidden", error) < 0)
        return -1;
    return chmod(trap->bait, 0);
}

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/forbidden", O_RDONLY);
}
