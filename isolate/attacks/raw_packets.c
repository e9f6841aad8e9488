/* Packets with headers of one's own. */
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_raw_packets = {
    .name = "raw-packets",
    .title = "send packets with false addresses",
    .group = GROUP_NETWORK,
    .tries = "Opens a raw socket: with one, packets can be sent in the name of other "
             "machines.",
    .source = "raw(7), CVE-2017-17712",
    .stopped = "It needs CAP_NET_RAW over the network namespace.",
    .layers = STOPS(CAPABILITIES) | STOPS(SECCOMP),
    .absent = "This kernel was built without it.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    int fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP);
    if (attempt_call(attempt, fd, "socket(AF_INET, SOCK_RAW)"))
        close(fd);
}
