/* The kernel's firewall is a machine of its own. */
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_firewall_rules = {
    .name = "firewall-rules",
    .title = "talk to the firewall",
    .group = GROUP_NETWORK,
    .tries = "Opens a netlink socket for nf_tables and its relatives.",
    .source = "CVE-2022-32250, CVE-2023-32233",
    .stopped = "The filter allows netlink for routes only.",
    .layers = STOPS(SECCOMP),
    .absent = "This kernel was built without it.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 12 /* NETLINK_NETFILTER */);
    if (attempt_call(attempt, fd, "socket(AF_NETLINK, SOCK_RAW)"))
        close(fd);
}
