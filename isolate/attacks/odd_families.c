/* Forty families of sockets, most of them for networks that are gone. */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_odd_families = {
    .name = "odd-families",
    .title = "open a socket that nobody uses",
    .group = GROUP_NETWORK,
    .tries = "Tries every family of sockets but those for the internet, Unix and routes.",
    .source = "CVE-2010-3904 (RDS), CVE-2017-6074 (DCCP), CVE-2021-43267 (TIPC)",
    .stopped = "The filter allows three families.",
    .layers = STOPS(SECCOMP),
    .absent = "This kernel was built without any of them.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    enum { FAMILIES = 48 };
    attempt_blocked(attempt, "all families but three are refused");
    for (int family = 3; family < FAMILIES; family++) {
        static const int types[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET};
        if (family == AF_INET6 || family == AF_NETLINK || family == AF_PACKET)
            continue;
        for (size_t i = 0; i < 4; i++) {
            int fd = socket(family, types[i] | SOCK_CLOEXEC, 0);
            if (fd >= 0) {
                attempt_open(attempt, "socket family %d can be opened", family);
                close(fd);
            }
        }
    }
}
