/* /dev/net/tun of the host. */
#include <fcntl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_tun = {
    .name = "tun",
    .title = "open the interface for networks",
    .group = GROUP_DEVICES,
    .tries = "Opens /dev/net/tun, which makes network devices whose packets the attacker "
             "writes.",
    .source = "tun/tap of the kernel documentation",
    .stopped = "/dev has no such node.",
    .layers = STOPS(DEV) | STOPS(USER) | STOPS(CAPABILITIES) | STOPS(CGROUP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/dev/net/tun", O_RDWR);
}
