/* Ports below 1024 are those of services that others trust. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_low_port = {
    .name = "low-port",
    .title = "take a port of a service",
    .group = GROUP_NETWORK,
    .tries = "Binds port 21 of 127.0.0.1, and lets it go: whoever has it answers in the "
             "name of the service.",
    .source = "ip(7), capabilities(7): CAP_NET_BIND_SERVICE",
    .stopped = "It needs the capability over the network namespace.",
    .layers = STOPS(CAPABILITIES),
    .absent =
        "The host lets everybody have these ports (net.ipv4.ip_unprivileged_port_start).",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(21),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    cleanup_fd int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    attempt_errno(attempt,
                  fd < 0 ? -1 : bind(fd, (struct sockaddr *)&address, sizeof address),
                  EADDRINUSE, "bind(127.0.0.1:21)");
}
