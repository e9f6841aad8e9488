/* Names and addresses of a network card tell whose machine it is. */
#include <net/if.h>
#include <string.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_host_interfaces = {
    .name = "host-interfaces",
    .title = "see the network cards of the host",
    .group = GROUP_NETWORK,
    .tries = "Lists the interfaces: more than the loopback means the network of somebody "
             "else.",
    .source = "network_namespaces(7)",
    .stopped = "There is only the loopback of its own namespace.",
    .layers = STOPS(NET),
    .absent = "This host has no network but its loopback.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    struct if_nameindex *all = if_nameindex();
    attempt_blocked(attempt, all ? "there is no interface but lo" : "if_nameindex: %m");
    for (struct if_nameindex *i = all; i && i->if_index; i++)
        if (strcmp(i->if_name, "lo") != 0)
            attempt_open(attempt, "the interface %s is there", i->if_name);
    if (all)
        if_freenameindex(all);
}
