/* Addresses, routes and firewalls. */
#include <errno.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_network_settings = {
    .name = "network-settings",
    .title = "change the network",
    .group = GROUP_NETWORK,
    .tries = "Asks to bring an interface up that does not exist: the kernel looks at the "
             "right first.",
    .source = "netdevice(7), capabilities(7): CAP_NET_ADMIN",
    .stopped = "It needs CAP_NET_ADMIN over the network namespace.",
    .layers = STOPS(CAPABILITIES),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    struct ifreq request = {.ifr_name = "lo"};
    cleanup_fd int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    /* The flags of lo as they are. */
    if (fd < 0 || ioctl(fd, SIOCGIFFLAGS, &request) < 0)
        attempt_refused(attempt, "ioctl(SIOCGIFFLAGS, lo)");
    else
        attempt_call(attempt, ioctl(fd, SIOCSIFFLAGS, &request),
                     "ioctl(SIOCSIFFLAGS, lo)");
}
