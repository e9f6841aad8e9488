/* Who did what is written down by the kernel. */
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_audit_log = {
    .name = "audit-log",
    .title = "talk to the audit log",
    .group = GROUP_NETWORK,
    .tries = "Opens a netlink socket for the audit log, where traces could be made and "
             "blurred.",
    .source = "auditd(8)",
    .stopped = "The filter allows netlink for routes only.",
    .layers = STOPS(SECCOMP),
    .absent = "This kernel was built without it.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 9 /* NETLINK_AUDIT */);
    if (attempt_call(attempt, fd, "socket(AF_NETLINK, SOCK_RAW)"))
        close(fd);
}
