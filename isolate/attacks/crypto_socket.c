/* Ciphers of the kernel as sockets. */
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_crypto_socket = {
    .name = "crypto-socket",
    .title = "use the ciphers of the kernel",
    .group = GROUP_NETWORK,
    .tries = "Opens an AF_ALG socket: the kernel loads ciphers that nobody has used for "
             "years.",
    .source = "CVE-2017-17806 and others",
    .stopped = "The filter allows no such socket.",
    .layers = STOPS(SECCOMP),
    .absent = "This kernel was built without it.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    int fd = socket(AF_ALG, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (attempt_call(attempt, fd, "socket(AF_ALG, SOCK_SEQPACKET)"))
        close(fd);
}
