/* Operations on interfaces, addresses, routes and packet rules: isolate/network does
 * them by rtnetlink(7); ip(8) and nft(8) are the shell's words. */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "isolate/network/link.h"
#include "isolate/network/nft.h"
#include "isolate/operations/operation_type.h"
#include "labs/kit/cleanup.h"

static const char *dotted(unsigned address, char text[INET_ADDRSTRLEN])
{
    struct in_addr in = {htonl(address)};
    return inet_ntop(AF_INET, &in, text, INET_ADDRSTRLEN);
}

/* ---- up, down, away ---- */

static long run_link_up(const struct operation *o, struct workplace *w)
{
    (void)w;
    return network_link_up(o->target, NULL);
}

static void call_link_up(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "netlink: RTM_NEWLINK {%s, IFF_UP}", o->target);
}

static void shell_link_up(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "ip link set %s up", o->target);
}

const struct operation_type operation_link_up = {run_link_up, call_link_up,
                                                 shell_link_up};

/* The address that it was given goes too: SIOCSIFADDR of nothing, netdevice(7). */
static long run_link_down(const struct operation *o, struct workplace *w)
{
    struct ifreq request = {0};
    (void)w;
    snprintf(request.ifr_name, IFNAMSIZ, "%.15s", o->target);
    cleanup_fd int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &request) < 0)
        return -1;
    request.ifr_addr.sa_family = AF_INET;
    return ioctl(fd, SIOCSIFADDR, &request);
}

static void call_link_down(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size,
             "ioctl(socket(AF_INET, SOCK_DGRAM, 0), SIOCSIFFLAGS, {\"%s\", 0}); "
             "ioctl(…, SIOCSIFADDR, 0.0.0.0)",
             o->target);
}

static void shell_link_down(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "ip link set %s down; ip address flush dev %s", o->target,
             o->target);
}

const struct operation_type operation_link_down = {run_link_down, call_link_down,
                                                   shell_link_down};

static long run_link_delete(const struct operation *o, struct workplace *w)
{
    (void)w;
    return network_link_delete(o->target, NULL);
}

static void call_link_delete(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "netlink: RTM_DELLINK {%s}", o->target);
}

static void shell_link_delete(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "ip link delete %s", o->target);
}

const struct operation_type operation_link_delete = {run_link_delete, call_link_delete,
                                                     shell_link_delete};

/* ---- a bridge and a cable ---- */

static long run_link_bridge(const struct operation *o, struct workplace *w)
{
    (void)w;
    return network_link_bridge(o->target, o->number, NULL);
}

static void call_link_bridge(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "netlink: RTM_NEWLINK {%s, IFLA_INFO_KIND \"bridge\"}",
             o->target);
}

static void shell_link_bridge(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "ip link add %s type bridge", o->target);
}

const struct operation_type operation_link_bridge = {run_link_bridge, call_link_bridge,
                                                     shell_link_bridge};

static long run_link_veth(const struct operation *o, struct workplace *w)
{
    return network_link_veth(o->target, o->source, w->process, o->number, NULL);
}

static void call_link_veth(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size,
             "netlink: RTM_NEWLINK {%s, IFLA_INFO_KIND \"veth\", VETH_INFO_PEER {%s, "
             "IFLA_NET_NS_PID PID}}",
             o->target, o->source);
}

static void shell_link_veth(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "ip link add %s type veth peer name %s netns $PID", o->target,
             o->source);
}

const struct operation_type operation_link_veth = {run_link_veth, call_link_veth,
                                                   shell_link_veth};

static long run_link_master(const struct operation *o, struct workplace *w)
{
    (void)w;
    return network_link_master(o->target, o->source, NULL);
}

static void call_link_master(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "netlink: RTM_NEWLINK {%s, IFLA_MASTER %s}", o->target,
             o->source);
}

static void shell_link_master(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "ip link set %s master %s", o->target, o->source);
}

const struct operation_type operation_link_master = {run_link_master, call_link_master,
                                                     shell_link_master};

/* ---- addresses and routes ---- */

static long run_link_address(const struct operation *o, struct workplace *w)
{
    (void)w;
    return network_link_address(o->target, o->number, (unsigned)o->flags, NULL);
}

static void call_link_address(const struct operation *o, char *out, size_t size)
{
    char text[INET_ADDRSTRLEN];
    snprintf(out, size, "netlink: RTM_NEWADDR {%s, %s/%lu}", o->target,
             dotted(o->number, text), o->flags);
}

static void shell_link_address(const struct operation *o, char *out, size_t size)
{
    char text[INET_ADDRSTRLEN];
    snprintf(out, size, "ip address add %s/%lu dev %s", dotted(o->number, text), o->flags,
             o->target);
}

const struct operation_type operation_link_address = {run_link_address, call_link_address,
                                                      shell_link_address};

static long run_link_route(const struct operation *o, struct workplace *w)
{
    (void)w;
    return network_link_route(o->number, NULL);
}

static void call_link_route(const struct operation *o, char *out, size_t size)
{
    char text[INET_ADDRSTRLEN];
    snprintf(out, size, "netlink: RTM_NEWROUTE {default, RTA_GATEWAY %s}",
             dotted(o->number, text));
}

static void shell_link_route(const struct operation *o, char *out, size_t size)
{
    char text[INET_ADDRSTRLEN];
    snprintf(out, size, "ip route add default via %s", dotted(o->number, text));
}

const struct operation_type operation_link_route = {run_link_route, call_link_route,
                                                    shell_link_route};

/* ---- packet rules ---- */

/* As nft prints it, but for tabs and empty lines, which take room on a screen. */
static void say_table(struct workplace *w, char *answer)
{
    for (char *tab; (tab = strchr(answer, '\t'));)
        *tab = ' ';
    for (const char *line; (line = strsep(&answer, "\n"));)
        if (*line)
            workplace_say(w, "%s\n", line);
}

static long run_rules(const struct operation *o, struct workplace *w)
{
    struct error error = {0};
    char answer[1000];
    if (network_rules_ask(o->text, answer, sizeof answer, &error) == 0) {
        if (*answer)
            say_table(w, answer);
        return 0;
    }
    workplace_say(w, "%s\n", error.message);
    errno = EINVAL;
    return -1;
}

static void call_rules(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "execve(\"nft\", {\"nft\", \"-f\", \"-\"}) with: %s", o->text);
}

static void shell_rules(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "nft '%s'", o->text);
}

const struct operation_type operation_rules = {run_rules, call_rules, shell_rules};
