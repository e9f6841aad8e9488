/* Interfaces, addresses and routes: one request each. */
#include "isolate/network/link.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_link.h>
#include <linux/veth.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "isolate/network/netlink.h"

static int index_of(const char *name, struct error *error)
{
    unsigned number = if_nametoindex(name);
    if (number)
        return (int)number;
    int reason = errno;
    error_errno(error, STATUS_HOST, "interface %s", name);
    errno = reason;
    return -1;
}

static void hardware_address(struct netlink_message *m, uint32_t address)
{
    uint32_t order = htonl(address);
    unsigned char bytes[6] = {2, 0};
    memcpy(bytes + 2, &order, sizeof order);
    netlink_bytes(m, IFLA_ADDRESS, bytes, sizeof bytes);
}

/* ---- new ones ---- */

int network_link_bridge(const char *name, uint32_t address, struct error *error)
{
    static const struct ifinfomsg body;
    struct netlink_message m;
    netlink_begin(&m, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &body, sizeof body);
    netlink_text(&m, IFLA_IFNAME, name);
    hardware_address(&m, address);
    struct rtattr *information = netlink_nest(&m, IFLA_LINKINFO, NULL, 0);
    netlink_text(&m, IFLA_INFO_KIND, "bridge");
    netlink_nest_end(&m, information);
    return netlink_ask(&m, NETLINK_ROUTE, "cannot make a bridge", error);
}

int network_link_veth(const char *name, const char *peer, pid_t process, uint32_t address,
                      struct error *error)
{
    static const struct ifinfomsg body;
    struct netlink_message m;
    netlink_begin(&m, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &body, sizeof body);
    netlink_text(&m, IFLA_IFNAME, name);
    struct rtattr *information = netlink_nest(&m, IFLA_LINKINFO, NULL, 0);
    netlink_text(&m, IFLA_INFO_KIND, "veth");
    struct rtattr *data = netlink_nest(&m, IFLA_INFO_DATA, NULL, 0);
    struct rtattr *other = netlink_nest(&m, VETH_INFO_PEER, &body, sizeof body);
    netlink_text(&m, IFLA_IFNAME, peer);
    if (address)
        hardware_address(&m, address);
    if (process)
        netlink_number(&m, IFLA_NET_NS_PID, (uint32_t)process);
    netlink_nest_end(&m, other);
    netlink_nest_end(&m, data);
    netlink_nest_end(&m, information);
    return netlink_ask(&m, NETLINK_ROUTE, "cannot make a pair of veth", error);
}

/* ---- changes ---- */

/* Begins a change of one interface; -1 when there is none of that name. */
static int change(struct netlink_message *m, uint16_t type, const char *name,
                  unsigned flags, struct error *error)
{
    struct ifinfomsg body = {
        .ifi_index = index_of(name, error), .ifi_flags = flags, .ifi_change = flags};
    if (body.ifi_index < 0)
        return -1;
    netlink_begin(m, type, 0, &body, sizeof body);
    return 0;
}

static int ask_about(struct netlink_message *m, const char *name, const char *what,
                     struct error *error)
{
    char words[64];
    snprintf(words, sizeof words, "interface %.15s: cannot %s", name, what);
    return netlink_ask(m, NETLINK_ROUTE, words, error);
}

int network_link_up(const char *name, struct error *error)
{
    struct netlink_message m;
    if (change(&m, RTM_NEWLINK, name, IFF_UP, error) < 0)
        return -1;
    return ask_about(&m, name, "set it up", error);
}

int network_link_move(const char *name, pid_t process, struct error *error)
{
    struct netlink_message m;
    if (change(&m, RTM_NEWLINK, name, 0, error) < 0)
        return -1;
    netlink_number(&m, IFLA_NET_NS_PID, (uint32_t)process);
    return ask_about(&m, name, "move it into the namespace", error);
}

int network_link_master(const char *name, const char *bridge, struct error *error)
{
    struct netlink_message m;
    int number = index_of(bridge, error);
    if (number < 0 || change(&m, RTM_NEWLINK, name, 0, error) < 0)
        return -1;
    netlink_number(&m, IFLA_MASTER, (uint32_t)number);
    return ask_about(&m, name, "make it a port of the bridge", error);
}

int network_link_delete(const char *name, struct error *error)
{
    struct netlink_message m;
    if (change(&m, RTM_DELLINK, name, 0, error) < 0)
        return -1;
    return ask_about(&m, name, "delete it", error);
}

/* ---- addresses and routes ---- */

int network_link_address(const char *name, uint32_t address, unsigned prefix,
                         struct error *error)
{
    struct netlink_message m;
    uint32_t order = htonl(address);
    int number = index_of(name, error);
    struct ifaddrmsg body = {.ifa_family = AF_INET,
                             .ifa_prefixlen = (uint8_t)prefix,
                             .ifa_index = (uint32_t)number};
    if (number < 0)
        return -1;
    netlink_begin(&m, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, &body, sizeof body);
    netlink_bytes(&m, IFA_LOCAL, &order, sizeof order);
    netlink_bytes(&m, IFA_ADDRESS, &order, sizeof order);
    if (prefix < 31) {
        uint32_t broadcast = htonl(address | (UINT32_MAX >> prefix));
        netlink_bytes(&m, IFA_BROADCAST, &broadcast, sizeof broadcast);
    }
    return ask_about(&m, name, "give it an address", error);
}

int network_link_route(uint32_t gateway, struct error *error)
{
    static const struct rtmsg body = {.rtm_family = AF_INET,
                                      .rtm_table = RT_TABLE_MAIN,
                                      .rtm_protocol = RTPROT_STATIC,
                                      .rtm_scope = RT_SCOPE_UNIVERSE,
                                      .rtm_type = RTN_UNICAST};
    struct netlink_message m;
    uint32_t order = htonl(gateway);
    netlink_begin(&m, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, &body, sizeof body);
    netlink_bytes(&m, RTA_GATEWAY, &order, sizeof order);
    return netlink_ask(&m, NETLINK_ROUTE, "cannot add the default route", error);
}
