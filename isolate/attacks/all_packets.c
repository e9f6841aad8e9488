/* What comes by on the cable. */
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_all_packets = {
    .name = "all-packets",
    .title = "listen to all packets",
    .group = GROUP_NETWORK,
    .tries =
        "Opens a packet socket: it sees what all processes of this network send and get.",
    .source = "CVE-2016-8655, CVE-2017-7308, CVE-2020-14386",
    .stopped = "It needs CAP_NET_RAW; and the filter allows no such socket.",
    .layers = STOPS(CAPABILITIES) | STOPS(SECCOMP),
    .absent = "This kernel was built without it.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
    if (attempt_call(attempt, fd, "socket(AF_PACKET, SOCK_RAW)"))
        close(fd);
}
