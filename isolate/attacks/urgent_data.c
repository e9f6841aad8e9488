/* One byte of a Unix socket that overtakes the others. */
#include <sys/socket.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_urgent_data = {
    .name = "urgent-data",
    .title = "send urgent data over a Unix socket",
    .group = GROUP_NETWORK,
    .tries = "send(MSG_OOB) on a pair of Unix sockets of its own: nobody uses it, and "
             "the code that does it had a use after free.",
    .source = "CVE-2025-38236 (out of the sandbox of Chrome's renderer)",
    .stopped = "It is not.",
    .layers = STOPS(SECCOMP),
    .allowed = "A filter sees a descriptor's number, not its family: refusing MSG_OOB "
               "would take it from TCP too, where telnet and ftp need it. Linux 6.16 has "
               "mended the hole.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
        attempt_refused(attempt, "socketpair");
        return;
    }
    attempt_call(attempt, send(ends[0], "!", 1, MSG_OOB), "send(MSG_OOB)");
    close(ends[0]);
    close(ends[1]);
}
