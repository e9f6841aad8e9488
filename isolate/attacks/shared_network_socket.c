/* Abstract sockets belong to the network, and the network may be shared. */
#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"

const struct attack attack_shared_network_socket = {
    .name = "shared-network-socket",
    .title = "an abstract socket in a shared network",
    .group = GROUP_NETWORK,
    .tries = "The container was asked for with --network host. Connects to an abstract "
             "Unix socket of the host: through such a one containerd-shim was told to "
             "start a container with all rights.",
    .source = "CVE-2020-15257 (containerd-shim): only containers with the host's network",
    .stopped = "Landlock keeps abstract sockets apart, since Linux 6.12.",
    .layers = STOPS(LANDLOCK),
    .absent = "The kernel must have Landlock of version 6 (Linux 6.12).",
    .asks = {.host_network = true},
    .prepare = bait_abstract_socket,
    .attempt = attempt_abstract_socket,
};
