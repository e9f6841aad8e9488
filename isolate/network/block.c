/* A free block, chosen by what the kernel's routing tables say. */
#include "isolate/network/block.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <string.h>

#include "isolate/network/netlink.h"
#include "isolate/network/servers.h"

/* Where blocks are looked for, in this order. Docker's and podman's defaults
 * (172.17.0.0/16, 10.88.0.0/16) and what home routers give out are left alone. */
static const struct {
    uint32_t first, last;
} ranges[] = {
    {0x0ac70000, 0x0ad6ffff}, /* 10.199.0.0 to 10.214.255.255 */
    {0xac180000, 0xac1effff}, /* 172.24.0.0 to 172.30.255.255 */
    {0xc0a8a000, 0xc0a8dfff}, /* 192.168.160.0 to 192.168.223.255 */
};
enum { RANGES = sizeof ranges / sizeof *ranges, BLOCKS_MAX = 16 * 16 + 7 * 16 + 4 };

struct candidates {
    uint32_t first[BLOCKS_MAX]; /* in the order of preference */
    bool taken[BLOCKS_MAX];
    size_t count;
};

static void take(struct candidates *c, uint32_t first, uint32_t last)
{
    for (size_t i = 0; i < c->count; i++)
        if (first <= c->first[i] + (BLOCK_SIZE - 1) && last >= c->first[i])
            c->taken[i] = true;
}

/* The first attribute of this type after a body of `length`; NULL. */
static const struct rtattr *attribute(const struct nlmsghdr *header, size_t length,
                                      unsigned short type)
{
    const char *start = (const char *)NLMSG_DATA(header) + NLMSG_ALIGN(length);
    const struct rtattr *a = (const void *)start;
    long left = (long)header->nlmsg_len - (start - (const char *)header);
    for (; RTA_OK(a, left); a = RTA_NEXT(a, left))
        if (a->rta_type == type)
            return a;
    return NULL;
}

static uint32_t number_of(const struct rtattr *a)
{
    uint32_t value = 0;
    if (a && RTA_PAYLOAD(a) >= sizeof value)
        memcpy(&value, RTA_DATA(a), sizeof value);
    return value;
}

/* A default route leads everywhere and claims nothing. */
static void take_route(const struct nlmsghdr *header, void *context)
{
    const struct rtmsg *route = NLMSG_DATA(header);
    if (header->nlmsg_type != RTM_NEWROUTE || route->rtm_dst_len == 0)
        return;
    uint32_t first = ntohl(number_of(attribute(header, sizeof *route, RTA_DST)));
    uint32_t rest = route->rtm_dst_len >= 32 ? 0 : UINT32_MAX >> route->rtm_dst_len;
    take(context, first, first | rest);
}

static int list_routes(void (*each)(const struct nlmsghdr *, void *), void *context,
                       struct error *error)
{
    static const struct rtmsg body = {.rtm_family = AF_INET};
    struct netlink_message m;
    netlink_begin(&m, RTM_GETROUTE, NLM_F_DUMP, &body, sizeof body);
    return netlink_list(&m, NETLINK_ROUTE, each, context, error);
}

static void take_servers(struct candidates *c)
{
    char servers[SERVERS_MAX][INET6_ADDRSTRLEN];
    size_t count = servers_of_host(servers);
    struct in_addr address;
    for (size_t i = 0; i < count; i++)
        if (inet_pton(AF_INET, servers[i], &address) == 1)
            take(c, ntohl(address.s_addr), ntohl(address.s_addr));
}

int block_choose(uint32_t *block, struct error *error)
{
    struct candidates c = {.count = 0};
    for (size_t i = 0; i < RANGES; i++)
        for (uint32_t at = ranges[i].first; at < ranges[i].last; at += BLOCK_SIZE)
            c.first[c.count++] = at;
    if (list_routes(take_route, &c, error) < 0)
        return -1;
    take_servers(&c);
    for (size_t i = 0; i < c.count; i++)
        if (!c.taken[i]) {
            *block = c.first[i];
            return 0;
        }
    return error_set(error, STATUS_HOST,
                     "no private block of addresses is free for the bridge: this host "
                     "has routes for all of them (see: ip route show table all)");
}

/* ---- what an interface has ---- */

struct interface {
    unsigned index;
    uint32_t address; /* 0: not found yet */
    unsigned prefix;
};

static void find_address(const struct nlmsghdr *header, void *context)
{
    struct interface *interface = context;
    const struct ifaddrmsg *body = NLMSG_DATA(header);
    if (header->nlmsg_type != RTM_NEWADDR || body->ifa_index != interface->index ||
        interface->address)
        return;
    interface->address = ntohl(number_of(attribute(header, sizeof *body, IFA_LOCAL)));
    interface->prefix = body->ifa_prefixlen;
}

bool block_of_interface(const char *name, uint32_t *address, unsigned *prefix)
{
    static const struct ifaddrmsg body = {.ifa_family = AF_INET};
    struct interface interface = {.index = if_nametoindex(name)};
    struct netlink_message m;
    netlink_begin(&m, RTM_GETADDR, NLM_F_DUMP, &body, sizeof body);
    if (!interface.index ||
        netlink_list(&m, NETLINK_ROUTE, find_address, &interface, NULL) < 0 ||
        !interface.address)
        return false;
    *address = interface.address;
    *prefix = interface.prefix;
    return true;
}

/* Of several default routes the one with the least metric counts. */
struct upstream {
    uint32_t index, metric;
};

static void find_default(const struct nlmsghdr *header, void *context)
{
    struct upstream *best = context;
    const struct rtmsg *route = NLMSG_DATA(header);
    if (header->nlmsg_type != RTM_NEWROUTE || route->rtm_dst_len != 0 ||
        route->rtm_table != RT_TABLE_MAIN || route->rtm_type != RTN_UNICAST)
        return;
    uint32_t index = number_of(attribute(header, sizeof *route, RTA_OIF));
    uint32_t metric = number_of(attribute(header, sizeof *route, RTA_PRIORITY));
    if (index && (!best->index || metric < best->metric))
        *best = (struct upstream){index, metric};
}

bool block_upstream(char *name)
{
    struct upstream best = {0};
    return list_routes(find_default, &best, NULL) == 0 && best.index &&
           if_indextoname(best.index, name);
}
