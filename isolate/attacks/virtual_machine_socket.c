/* Sockets between a virtual machine and its host know no network namespace. */
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_virtual_machine_socket = {
    .name = "virtual-machine-socket",
    .title = "talk to the host of the virtual machine",
    .group = GROUP_NETWORK,
    .tries = "Opens a vsock: on a virtual machine it leads to agents outside of it. It "
             "was open in every runtime that was measured.",
    .source = "CVE-2021-26708; vsock(7)",
    .stopped = "The filter allows no such socket.",
    .layers = STOPS(SECCOMP),
    .absent = "This kernel was built without it.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    int fd = socket(AF_VSOCK, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (attempt_call(attempt, fd, "socket(AF_VSOCK, SOCK_STREAM)"))
        close(fd);
}
