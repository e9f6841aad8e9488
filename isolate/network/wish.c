/* The words of the command line, read into a wish. */
#include <arpa/inet.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "isolate/network/network.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/options.h"

static bool is_address(const char *text)
{
    struct in6_addr address;
    return inet_pton(AF_INET, text, &address) == 1 ||
           inet_pton(AF_INET6, text, &address) == 1;
}

int network_wish_kind(struct network_wish *wish, const char *text, struct error *error)
{
    static const char *const kinds[] = {
        [NETWORK_NONE] = "none", [NETWORK_BRIDGE] = "bridge", [NETWORK_HOST] = "host"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!strcmp(text, kinds[i])) {
            wish->kind = (enum network_kind)i;
            return 0;
        }
    return error_set(error, STATUS_REQUEST, "--network %s: it is none, bridge or host",
                     text);
}

/* ---- -p [HOST:]PORT:PORT[/udp] ---- */

static int malformed(const char *text, const char *why, struct error *error)
{
    return error_set(error, STATUS_REQUEST,
                     "-p %s: %s; it is [ADDRESS:]PORT:PORT[/udp], the host's port first, "
                     "such as 8080:80, 127.0.0.1:8080:80 or [::1]:5353:53/udp",
                     text, why);
}

static int parse_number(const char *text, const char *digits, uint16_t *port,
                        struct error *error)
{
    uint64_t value;
    if (option_number("-p", digits, 1, UINT16_MAX, &value, NULL) < 0)
        return malformed(text, "a port is a number from 1 to 65535", error);
    *port = (uint16_t)value;
    return 0;
}

static int parse_protocol(const char *text, char *copy, bool *udp, struct error *error)
{
    char *slash = strchr(copy, '/');
    *udp = slash && !strcmp(slash, "/udp");
    if (slash && !*udp && strcmp(slash, "/tcp") != 0)
        return malformed(text, "the protocol is tcp or udp", error);
    if (slash)
        *slash = 0;
    return 0;
}

/* Cuts "HOST:" off; what is left are the two ports. */
static int parse_host(const char *text, char **rest, char host[INET6_ADDRSTRLEN],
                      struct error *error)
{
    char *start = *rest, *end = NULL;
    if (*start == '[') {
        end = strstr(start++, "]:");
    } else {
        char *first = strchr(start, ':');
        end = first && strchr(first + 1, ':') ? first : NULL;
        if (!end)
            return 0;
    }
    if (!end || end - start >= INET6_ADDRSTRLEN)
        return malformed(text, "that is no address", error);
    *rest = end + (*end == ']' ? 2 : 1);
    *end = 0;
    if (!is_address(start))
        return malformed(text, "that is no address", error);
    snprintf(host, INET6_ADDRSTRLEN, "%s", start);
    return 0;
}

int network_wish_port(struct network_wish *wish, const char *text, struct error *error)
{
    struct network_port port = {.outside = 0};
    cleanup_free char *copy = xstrdup(text);
    char *rest = copy;
    if (wish->port_count == NETWORK_PORTS_MAX)
        return error_set(error, STATUS_REQUEST, "-p: more than %d ports",
                         NETWORK_PORTS_MAX);
    if (parse_protocol(text, copy, &port.udp, error) < 0 ||
        parse_host(text, &rest, port.host, error) < 0)
        return -1;
    char *colon = strchr(rest, ':');
    if (!colon)
        return malformed(text, "there are two ports", error);
    *colon = 0;
    if (parse_number(text, rest, &port.outside, error) < 0 ||
        parse_number(text, colon + 1, &port.inside, error) < 0)
        return -1;
    wish->ports[wish->port_count++] = port;
    return 0;
}

/* ---- --dns, --add-host ---- */

int network_wish_server(struct network_wish *wish, const char *text, struct error *error)
{
    if (!is_address(text))
        return error_set(error, STATUS_REQUEST,
                         "--dns %s: an address is needed, such as 192.0.2.53", text);
    if (wish->server_count == NETWORK_SERVERS_MAX)
        return error_set(error, STATUS_REQUEST,
                         "--dns: more than %d servers; resolvers ask no more",
                         NETWORK_SERVERS_MAX);
    snprintf(wish->servers[wish->server_count++], INET6_ADDRSTRLEN, "%s", text);
    return 0;
}

static bool is_host_name(const char *text, size_t length)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
    return length > 0 && length < 254 && strspn(text, allowed) >= length;
}

int network_wish_name(struct network_wish *wish, const char *text, struct error *error)
{
    size_t length = strcspn(text, ":=");
    if (!text[length] || !is_host_name(text, length) || !is_address(text + length + 1))
        return error_set(error, STATUS_REQUEST,
                         "--add-host %s: it is NAME:ADDRESS, such as db:192.0.2.7", text);
    if (wish->name_count == NETWORK_NAMES_MAX)
        return error_set(error, STATUS_REQUEST, "--add-host: more than %d names",
                         NETWORK_NAMES_MAX);
    struct network_name *name = &wish->names[wish->name_count++];
    snprintf(name->name, sizeof name->name, "%.*s", (int)length, text);
    snprintf(name->address, sizeof name->address, "%s", text + length + 1);
    return 0;
}

/* ---- together ---- */

static bool is_same_port(const struct network_port *a, const struct network_port *b)
{
    return a->outside == b->outside && a->udp == b->udp && !strcmp(a->host, b->host);
}

int network_wish_check(const struct network_wish *wish, struct error *error)
{
    bool own = wish->kind == NETWORK_NONE || wish->kind == NETWORK_BRIDGE;
    if (!own && wish->port_count)
        return error_set(error, STATUS_REQUEST,
                         "-p means nothing with --network %s: the container's ports are "
                         "that network's own",
                         wish->kind == NETWORK_HOST ? "host" : "of others");
    for (size_t i = 0; i < wish->port_count; i++)
        for (size_t k = 0; k < i; k++)
            if (is_same_port(&wish->ports[i], &wish->ports[k]))
                return error_set(error, STATUS_REQUEST,
                                 "-p: port %u of the host is given twice",
                                 wish->ports[i].outside);
    return 0;
}

unsigned long network_clone_flags(const struct network_wish *wish)
{
    bool own = wish->kind == NETWORK_NONE || wish->kind == NETWORK_BRIDGE;
    return own ? CLONE_NEWNET : 0;
}
