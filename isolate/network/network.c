/* The life of a connection: open, connect, inside, close.
 *
 *   host                          │ container
 *   open     ports, lease, bridge │
 *            ─────── clone ───────┼──▶
 *   connect  cable ───────────────┼──▶ eth0, down
 *            rules, proxy, slirp  │
 *            ─────── go on ───────┼──▶ inside   lo, eth0 up, address, route
 *   close    all of it            │
 */
#include "isolate/network/network.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/network/bridge.h"
#include "isolate/network/link.h"
#include "isolate/network/provider.h"
#include "isolate/network/proxy.h"
#include "isolate/network/rules.h"
#include "labs/kit/cleanup.h"

static bool has_cable(const struct network_connection *c)
{
    return c->lease >= 0;
}

static const char *cable_name(const struct network_connection *c, char name[16])
{
    snprintf(name, 16, "isolate-%u", c->number);
    return name;
}

static void sweep(unsigned number, bool alive, const char *text, void *context)
{
    char name[16];
    (void)text;
    snprintf(name, sizeof name, "%u", number);
    if (!alive)
        room_remove(context, name);
}

/* Whoever leaves the room empty takes down what stands in it. */
static void leave(struct room *room)
{
    if (lease_list(room, sweep, room)) {
        room_leave(room);
        return;
    }
    bridge_remove(room);
    room_leave_for_good(room);
}

/* ---- open ---- */

static int take_address(struct network_connection *c, const struct room *room,
                        struct error *error)
{
    struct bridge bridge;
    char name[16];
    cleanup_free char *text = rules_lease_text(c->wish);
    if (bridge_open(room, &bridge, error) < 0)
        return -1;
    c->lease =
        lease_take(room, (UINT32_MAX >> bridge.prefix) - 1, text, &c->number, error);
    if (c->lease < 0)
        return -1;
    c->address = bridge.block + c->number;
    c->gateway = bridge.block + 1;
    c->prefix = bridge.prefix;
    network_link_delete(cable_name(c, name), NULL); /* of one that crashed */
    return 0;
}

static int open_bridge(struct network_connection *c, struct error *error)
{
    struct room room;
    if (room_enter(&room, error) < 0)
        return -1;
    int result = take_address(c, &room, error);
    leave(&room);
    c->via = "bridge";
    return result < 0 ? error_wrap(error, "--network bridge") : 0;
}

/* Without the right to make interfaces, or where the address is only there for
 * published ports. */
static void open_alone(struct network_connection *c)
{
    char why[200];
    bool wants_out = c->wish->kind == NETWORK_BRIDGE;
    if (wants_out || c->wish->port_count) {
        c->address = PROVIDER_ADDRESS;
        c->prefix = PROVIDER_PREFIX;
    }
    c->on_loopback = c->address;
    c->carrier = wants_out ? provider_find(why, sizeof why) : NULL;
    if (c->carrier) {
        c->via = c->carrier->name;
        c->on_loopback = false;
    } else if (wants_out) {
        snprintf(c->notice, sizeof c->notice, "no way out of the container: %s", why);
    }
}

static int open_kind(struct network_connection *c, struct error *error)
{
    const struct network_wish *wish = c->wish;
    if (network_wish_check(wish, error) < 0)
        return -1;
    if (wish->kind == NETWORK_HOST || wish->kind == NETWORK_JOIN) {
        c->via = "host";
        return 0;
    }
    if (proxy_listen(c, error) < 0)
        return -1;
    if (wish->kind == NETWORK_BRIDGE && bridge_allowed())
        return open_bridge(c, error);
    open_alone(c);
    return 0;
}

int network_open(const struct network_wish *wish, struct network_connection *c,
                 struct error *error)
{
    *c = (struct network_connection){
        .wish = wish, .via = "nothing", .lease = -1, .lifeline = {-1, -1}};
    int result = open_kind(c, error);
    if (result < 0)
        network_close(c);
    return result;
}

/* For the proxy, too: it opens the container's namespaces, and the kernel lets nobody who
 * is not root look into a process 1 that has gone on to be one. */
bool network_waits(const struct network_connection *c)
{
    return has_cable(c) || c->carrier || c->wish->port_count;
}

/* ---- connect ---- */

static void close_listeners(struct network_connection *c)
{
    for (size_t i = 0; i < c->listener_count; i++)
        close(c->listeners[i]);
    c->listener_count = 0;
}

/* Without rules the bridge still joins containers, and the proxy still publishes. */
static int write_rules(struct network_connection *c, struct error *error)
{
    struct room room;
    struct bridge bridge;
    if (room_enter(&room, error) < 0)
        return -1;
    struct error failure;
    int result = bridge_open(&room, &bridge, error);
    if (result == 0 && rules_renew(&room, &bridge, &failure) < 0)
        snprintf(c->notice, sizeof c->notice, "no way out of the container: %.180s",
                 failure.message);
    room_leave(&room);
    return result;
}

static int lay_cable(struct network_connection *c, pid_t container, struct error *error)
{
    char name[16];
    cable_name(c, name);
    if (network_link_veth(name, "eth0", container, c->address, error) < 0)
        return -1;
    bridge_silence(name);
    if (network_link_master(name, NETWORK_BRIDGE_NAME, error) < 0 ||
        network_link_up(name, error) < 0)
        return -1;
    return write_rules(c, error);
}

int network_connect(struct network_connection *c, pid_t container, struct error *error)
{
    bool helped = c->listener_count || c->carrier;
    if (helped && pipe2(c->lifeline, O_CLOEXEC) < 0)
        return error_errno(error, STATUS_HOST, "cannot prepare the network");
    if (has_cable(c) && lay_cable(c, container, error) < 0)
        return error_wrap(error, "--network bridge");
    if (c->carrier && provider_start(c, container, error) < 0)
        return error_wrap(error, "--network bridge");
    if (c->listener_count && proxy_start(c, container, error) < 0)
        return -1;
    close_listeners(c); /* they are the proxy's now: it is who has the port */
    return 0;
}

/* ---- inside ---- */

/* There is no other user in this namespace from whom low ports were to be kept, and
 * the command has no capability to take one. */
static void allow_low_ports(void)
{
    cleanup_fd int fd =
        open("/proc/sys/net/ipv4/ip_unprivileged_port_start", O_WRONLY | O_CLOEXEC);
    if (fd >= 0 && write(fd, "0", 1) < 0)
        warn("ports below 1024 are refused in the container: %s", strerror(errno));
}

int network_inside(struct network_connection *c, struct error *error)
{
    bool cable = has_cable(c);
    close_listeners(c);
    if (cable)
        close(c->lease);
    c->lease = -1;
    if (!network_clone_flags(c->wish))
        return 0;
    allow_low_ports();
    if (network_link_up("lo", error) < 0)
        return -1;
    if (c->on_loopback)
        return network_link_address("lo", c->address, 32, error);
    if (!cable)
        return 0;
    if (network_link_address("eth0", c->address, c->prefix, error) < 0 ||
        network_link_up("eth0", error) < 0)
        return -1;
    return network_link_route(c->gateway, error);
}

/* ---- close ---- */

/* Both end by themselves once the lifeline is closed. */
static void await_helper(pid_t *helper)
{
    while (*helper > 0 && waitpid(*helper, NULL, 0) < 0 && errno == EINTR)
        ;
    *helper = 0;
}

/* The kernel would take the cable with the namespace, but later. */
static void give_address_back(struct network_connection *c)
{
    struct room room;
    struct bridge bridge;
    char name[16];
    network_link_delete(cable_name(c, name), NULL);
    if (room_enter(&room, NULL) < 0) {
        close(c->lease);
        return;
    }
    lease_free(&room, c->number, c->lease);
    if (lease_list(&room, sweep, &room) && c->wish->port_count &&
        bridge_open(&room, &bridge, NULL) == 0)
        rules_renew(&room, &bridge, NULL);
    leave(&room);
}

void network_close(struct network_connection *c)
{
    if (!c->wish)
        return;
    for (int i = 0; i < 2; i++)
        if (c->lifeline[i] >= 0)
            close(c->lifeline[i]);
    c->lifeline[0] = c->lifeline[1] = -1;
    await_helper(&c->proxy);
    await_helper(&c->provider);
    if (has_cable(c))
        give_address_back(c);
    c->lease = -1;
    close_listeners(c);
    c->wish = NULL;
}
