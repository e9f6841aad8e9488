/* Sockets and who talks to whom, asked of the kernel directly. */
#include <linux/netlink.h>
#include <sys/socket.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_list_sockets = {
    .name = "list-sockets",
    .title = "list all sockets",
    .group = GROUP_NETWORK,
    .tries = "Opens a netlink socket of the family that ss(8) uses: it lists the sockets "
             "of the network, and loads modules for it.",
    .source = "CVE-2013-1763 (sock_diag); sock_diag(7)",
    .stopped = "Of netlink the filter allows only the route family.",
    .layers = STOPS(SECCOMP),
    .absent = "This kernel was built without it.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    cleanup_fd int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    attempt_call(attempt, fd, "socket(NETLINK_SOCK_DIAG)");
}
