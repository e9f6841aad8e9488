/* Queueing disciplines: the part of the kernel with the most exploits of 2023 to 2025. */
#include <errno.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_packet_scheduler = {
    .name = "packet-scheduler",
    .title = "reach the scheduler of packets",
    .group = GROUP_NETWORK,
    .tries = "Asks over netlink for a queueing discipline that does not exist, on the "
             "loopback: the kernel looks at the right first.",
    .source = "CVE-2023-31436 (QFQ), CVE-2025-21971 (DRR), CVE-2025-37798 (CoDel), "
              "CVE-2026-22999 (QFQ)",
    .stopped = "It needs CAP_NET_ADMIN over the network namespace. The socket itself is "
               "allowed: getifaddrs() uses it.",
    .layers = STOPS(CAPABILITIES),
    .attempt = attempt,
};

struct request {
    struct nlmsghdr head;
    struct tcmsg discipline;
    struct rtattr kind;
    char name[12];
};

static void attempt(struct attempt *attempt)
{
    struct {
        struct nlmsghdr head;
        struct nlmsgerr error;
        char rest[512];
    } answer = {.error.error = 0};
    struct request request = {
        .head = {.nlmsg_len = sizeof request,
                 .nlmsg_type = RTM_NEWQDISC,
                 .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL},
        .discipline = {.tcm_family = AF_UNSPEC,
                       .tcm_ifindex = (int)if_nametoindex("lo"),
                       .tcm_parent = TC_H_ROOT},
        .kind = {.rta_len = RTA_LENGTH(sizeof request.name), .rta_type = TCA_KIND},
        .name = "ring3-none"};
    cleanup_fd int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (fd < 0 || send(fd, &request, sizeof request, 0) < 0 ||
        recv(fd, &answer, sizeof answer, 0) < 0) {
        attempt_refused(attempt, "RTM_NEWQDISC");
        return;
    }
    errno = -answer.error.error;
    attempt_errno(attempt, errno ? -1 : 0, ENOENT, "RTM_NEWQDISC");
}
