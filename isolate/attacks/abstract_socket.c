/* Sockets with a name that is in no file system. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"
#include "labs/kit/cleanup.h"

const struct attack attack_abstract_socket = {
    .name = "abstract-socket",
    .title = "talk to an abstract socket of the host",
    .group = GROUP_NETWORK,
    .tries = "Connects to an abstract Unix socket of the host: the desktop, the bus and "
             "containerd have had such sockets.",
    .source = "CVE-2020-15257 (containerd-shim); unix(7)",
    .stopped = "Abstract names belong to the network namespace; Landlock keeps them "
               "apart a second time, since Linux 6.12.",
    .layers = STOPS(NET) | STOPS(LANDLOCK),
    .prepare = bait_abstract_socket,
    .attempt = attempt_abstract_socket,
};

static socklen_t name_of(struct sockaddr_un *address, const char *token)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    int length =
        snprintf(address->sun_path + 1, sizeof address->sun_path - 1, "ring3-%s", token);
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length);
}

int bait_abstract_socket(struct trap *trap, struct error *error)
{
    struct sockaddr_un address;
    socklen_t size = name_of(&address, trap->token);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) < 0 || listen(fd, 1) < 0)
        return error_errno(error, STATUS_HOST, "cannot listen");
    return 0;
}

void attempt_abstract_socket(struct attempt *attempt)
{
    struct sockaddr_un address;
    socklen_t size = name_of(&address, attempt->token);
    cleanup_fd int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    attempt_call(attempt, fd < 0 ? -1 : connect(fd, (struct sockaddr *)&address, size),
                 "connect(abstract socket of the host)");
}
