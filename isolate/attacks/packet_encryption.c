/* IPsec is set up over a socket that anybody may open. */
#include <linux/netlink.h>
#include <sys/socket.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_packet_encryption = {
    .name = "packet-encryption",
    .title = "talk to the rules of IPsec",
    .group = GROUP_NETWORK,
    .tries = "Opens a netlink socket of the family of IPsec's rules (xfrm).",
    .source = "CVE-2017-16939, CVE-2022-27666, CVE-2023-3772",
    .stopped = "Of netlink the filter allows only the route family.",
    .layers = STOPS(SECCOMP),
    .absent = "This kernel was built without IPsec.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    cleanup_fd int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_XFRM);
    attempt_call(attempt, fd, "socket(NETLINK_XFRM)");
}
