/* TCP over several paths: a young protocol with much code. */
#include <netinet/in.h>
#include <sys/socket.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_multipath = {
    .name = "multipath",
    .title = "open a socket of multipath TCP",
    .group = GROUP_NETWORK,
    .tries = "socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP).",
    .source = "Linux 5.6; CVE-2024-26781, CVE-2025-23145 (mptcp)",
    .stopped = "It is not.",
    .layers = STOPS(SECCOMP),
    .allowed = "Servers written in Go ask for it by themselves since Go 1.24. In a "
               "network that has only a loopback nobody answers.",
    .absent = "This kernel was built without it.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    enum { MULTIPATH = 262 };
    cleanup_fd int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, MULTIPATH);
    attempt_call(attempt, fd, "socket(IPPROTO_MPTCP)");
}
