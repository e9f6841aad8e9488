/* Services that listen on 127.0.0.1 trust whoever can reach it. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_host_service = {
    .name = "host-service",
    .title = "talk to a service of the host",
    .group = GROUP_NETWORK,
    .tries = "Connects to a port on 127.0.0.1 on which the host listens.",
    .source = "CVE-2020-15257 (containerd), databases and agents without passwords",
    .stopped = "In a network namespace of its own 127.0.0.1 is another.",
    .layers = STOPS(NET),
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) < 0 || listen(fd, 1) < 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) < 0)
        return error_errno(error, STATUS_HOST, "127.0.0.1");
    snprintf(trap->bait, sizeof trap->bait, "%d", ntohs(address.sin_port));
    return 0;
}

static void attempt(struct attempt *attempt)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)atoi(attempt->bait)),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    cleanup_fd int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    attempt_call(attempt,
                 fd < 0 ? -1 : connect(fd, (struct sockaddr *)&address, sizeof address),
                 "connect(127.0.0.1)");
}
