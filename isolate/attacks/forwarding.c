/* A machine that forwards packets is a router. */
#include <fcntl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_forwarding = {
    .name = "forwarding",
    .title = "make the host forward packets",
    .group = GROUP_KERNEL_FILES,
    .tries = "Opens the sysctl net.ipv4.ip_forward to write: the host would pass on "
             "packets between networks that were meant to be apart.",
    .source = "ip-sysctl of the kernel documentation",
    .stopped =
        "/proc/sys is read-only; and the file is that of the container's own network.",
    .layers = STOPS(PROC) | STOPS(USER) | STOPS(CAPABILITIES) | STOPS(NET),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/proc/sys/net/ipv4/ip_forward", O_WRONLY);
}
