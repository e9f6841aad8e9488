/* Root of a network namespace may write rules for its firewall. */
#include <sys/socket.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/nested.h"

static void attempt(struct attempt *attempt);

const struct attack attack_firewall_in_userns = {
    .name = "firewall-in-userns",
    .title = "write firewall rules in a new namespace",
    .group = GROUP_NETWORK,
    .tries = "Makes a user and a network namespace and opens a netlink socket for "
             "nf_tables there: the way that most kernel exploits since 2022 went.",
    .source = "CVE-2022-32250, CVE-2023-32233, CVE-2024-1086",
    .stopped = "No user namespace can be made inside, and the filter refuses the socket.",
    .layers = STOPS(SECCOMP),
    .absent = "This kernel was built without nf_tables.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    enum { NETFILTER = 12 };
    if (nested_begin(attempt, CLONE_NEWNET))
        attempt_call(attempt, socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETFILTER),
                     "socket(NETLINK_NETFILTER) in a new user namespace");
}
