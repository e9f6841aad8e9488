/* The rules are never edited: each change writes the whole table anew from the leases
 * that are alive, and nft replaces the old one in a single transaction. So what a
 * crashed container published is gone with the next change, whoever makes it. */
#include "isolate/network/rules.h"

#include <arpa/inet.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "isolate/network/netlink.h"
#include "isolate/network/nft.h"
#include "labs/kit/cleanup.h"

/* ---- leases ---- */

/* One line for each port: "tcp 8080 80 *" or "udp 53 53 192.0.2.7". */
char *rules_lease_text(const struct network_wish *wish)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        die(STATUS_HOST, "out of memory");
    for (size_t i = 0; i < wish->port_count; i++) {
        const struct network_port *port = &wish->ports[i];
        fprintf(out, "%s %u %u %s\n", port->udp ? "udp" : "tcp", port->outside,
                port->inside, *port->host ? port->host : "*");
    }
    fclose(out);
    return text;
}

struct writing {
    FILE *out;
    uint32_t block;
};

static const char *dotted(uint32_t address, char buffer[INET_ADDRSTRLEN])
{
    struct in_addr order = {htonl(address)};
    return inet_ntop(AF_INET, &order, buffer, INET_ADDRSTRLEN);
}

/* The loopback and IPv6 are the proxy's: a packet of the loopback never comes here. */
static void write_port(const struct writing *w, unsigned number, const char *line)
{
    char protocol[4], host[INET6_ADDRSTRLEN], address[INET_ADDRSTRLEN];
    unsigned outside, inside;
    struct in_addr one;
    if (sscanf(line, "%3s %u %u %45s", protocol, &outside, &inside, host) != 4)
        return;
    bool all = !strcmp(host, "*");
    if (!all && inet_pton(AF_INET, host, &one) != 1)
        return;
    fprintf(w->out, "        %s%s%s %s dport %u dnat to %s:%u\n", all ? "" : "ip daddr ",
            all ? "fib daddr type local" : host, "", protocol, outside,
            dotted(w->block + number, address), inside);
}

static void write_ports(unsigned number, bool alive, const char *text, void *context)
{
    for (const char *line = text; alive && *line; line += strcspn(line, "\n") + 1)
        write_port(context, number, line);
}

/* ---- the table ---- */

static void write_nat(struct writing *w, const struct room *room, const char *net)
{
    fprintf(w->out, "    chain prerouting {\n"
                    "        type nat hook prerouting priority dstnat; policy accept;\n"
                    "        iifname { \"lo\", \"" NETWORK_BRIDGE_NAME "\" } accept\n");
    lease_list(room, write_ports, w);
    fprintf(w->out,
            "    }\n"
            "    chain postrouting {\n"
            "        type nat hook postrouting priority srcnat; policy accept;\n"
            "        ip saddr %s oifname != \"" NETWORK_BRIDGE_NAME "\" masquerade\n"
            "    }\n",
            net);
}

/* From outside only answers and published ports come in. */
static void write_filter(struct writing *w, const char *confined)
{
    fprintf(w->out, "    chain forward {\n"
                    "        type filter hook forward priority filter; policy accept;\n"
                    "        iifname \"" NETWORK_BRIDGE_NAME "\" accept\n"
                    "        oifname \"" NETWORK_BRIDGE_NAME
                    "\" ct state established,related accept\n"
                    "        oifname \"" NETWORK_BRIDGE_NAME "\" ct status dnat accept\n"
                    "        oifname \"" NETWORK_BRIDGE_NAME "\" drop\n");
    if (confined)
        fprintf(w->out, "        iifname \"%s\" drop\n", confined);
    fprintf(w->out, "    }\n");
}

char *rules_text(const struct room *room, const struct bridge *bridge)
{
    char *text = NULL, address[INET_ADDRSTRLEN], net[INET_ADDRSTRLEN + 4];
    size_t size;
    struct writing w = {open_memstream(&text, &size), bridge->block};
    if (!w.out)
        die(STATUS_HOST, "out of memory");
    snprintf(net, sizeof net, "%s/%u", dotted(bridge->block, address), bridge->prefix);
    /* The first line makes sure that there is a table for the second to delete. */
    fputs("table ip " NETWORK_TABLE_NAME "\ndelete table ip " NETWORK_TABLE_NAME
          "\ntable ip " NETWORK_TABLE_NAME " {\n",
          w.out);
    write_nat(&w, room, net);
    write_filter(&w, bridge->confined ? bridge->upstream : NULL);
    fputs("}\n", w.out);
    fclose(w.out);
    return text;
}

/* ---- the kernel ---- */

bool rules_exist(void)
{
    struct nfgenmsg body = {.nfgen_family = AF_INET, .version = NFNETLINK_V0};
    struct netlink_message m;
    netlink_begin(&m, (NFNL_SUBSYS_NFTABLES << 8) | NFT_MSG_GETTABLE, 0, &body,
                  sizeof body);
    netlink_text(&m, NFTA_TABLE_NAME, NETWORK_TABLE_NAME);
    return netlink_ask(&m, NETLINK_NETFILTER, "table " NETWORK_TABLE_NAME, NULL) == 0;
}

int rules_renew(const struct room *room, const struct bridge *bridge, struct error *error)
{
    cleanup_free char *text = rules_text(room, bridge);
    cleanup_free char *last = room_read(room, "rules");
    if (last && !strcmp(last, text) && rules_exist())
        return 0;
    room_remove(room, "rules");
    if (network_rules(text, error) < 0)
        return -1;
    return room_write(room, "rules", text, error);
}

void rules_delete(const struct room *room)
{
    room_remove(room, "rules");
    if (rules_exist())
        network_rules("delete table ip " NETWORK_TABLE_NAME "\n", NULL);
}
