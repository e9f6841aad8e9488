/* /dev/loop-control of the host. */
#include <fcntl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_loop_control = {
    .name = "loop-control",
    .title = "make block devices from files",
    .group = GROUP_DEVICES,
    .tries = "Opens /dev/loop-control: with a loop device, a file of the attacker is "
             "parsed by the code for disks.",
    .source = "loop(4); file systems are not written for hostile disks",
    .stopped = "/dev has no such node.",
    .layers = STOPS(DEV) | STOPS(USER) | STOPS(CAPABILITIES) | STOPS(CGROUP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/dev/loop-control", O_RDWR);
}
