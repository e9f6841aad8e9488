/* /dev/fuse of the host. */
#include <fcntl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_fuse = {
    .name = "fuse",
    .title = "open the interface for file systems",
    .group = GROUP_DEVICES,
    .tries = "Opens /dev/fuse: with it a file system can be mounted whose answers the "
             "attacker writes, slowly where races are to be won.",
    .source = "the exploit of CVE-2022-0185 won its race with it",
    .stopped = "/dev has no such node.",
    .layers = STOPS(DEV) | STOPS(USER) | STOPS(CAPABILITIES) | STOPS(CGROUP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/dev/fuse", O_RDWR);
}
