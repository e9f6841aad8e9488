/* What crashed containers left in this network namespace: leases that nobody holds,
 * rules for them, and, when no container is alive, the bridge. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "isolate/network/bridge.h"
#include "isolate/network/network.h"
#include "isolate/network/rules.h"
#include "labs/kit/cleanup.h"

struct collection {
    const struct room *room;
    bool remove;
    void (*found)(const char *what, void *context);
    void *context;
    int count;
};

static void report(struct collection *c, const char *what)
{
    c->count++;
    if (c->found)
        c->found(what, c->context);
}

static void collect_lease(unsigned number, bool alive, const char *text, void *context)
{
    struct collection *c = context;
    char what[80], name[16];
    (void)text;
    if (alive)
        return;
    snprintf(what, sizeof what, "address %u of the bridge, held by nobody", number);
    report(c, what);
    snprintf(name, sizeof name, "%u", number);
    if (c->remove)
        room_remove(c->room, name);
}

/* No container is alive: nothing of ours has a reason to be. */
static void collect_bridge(struct collection *c)
{
    cleanup_free char *forwarding = room_read(c->room, "forwarding");
    char what[80];
    if (bridge_exists())
        report(c, "bridge " NETWORK_BRIDGE_NAME);
    if (rules_exist())
        report(c, "nft table ip " NETWORK_TABLE_NAME);
    if (forwarding) {
        snprintf(what, sizeof what, "forwarding of packets from %.15s", forwarding);
        report(c, what);
    }
    if (c->remove)
        bridge_remove(c->room);
}

/* Others are alive: the table stays, without those that are not. */
static int collect_rules(const struct collection *c, struct error *error)
{
    struct bridge bridge;
    if (!c->remove || !c->count)
        return 0;
    if (bridge_open(c->room, &bridge, error) < 0)
        return -1;
    return rules_renew(c->room, &bridge, error);
}

int network_gc(bool remove, void (*found)(const char *what, void *context), void *context,
               struct error *error)
{
    struct room room;
    struct collection c = {&room, remove, found, context, 0};
    if (!bridge_allowed())
        return 0;
    /* A room is made where only a bridge or a table is left: its lock is needed. */
    bool remains = bridge_exists() || rules_exist();
    int result = remains ? room_enter(&room, error) : room_enter_existing(&room, error);
    if (result)
        return result < 0 ? -1 : 0;
    if (lease_list(&room, collect_lease, &c) > 0) {
        result = collect_rules(&c, error);
        room_leave(&room);
        return result < 0 ? -1 : c.count;
    }
    collect_bridge(&c);
    if (remove)
        room_leave_for_good(&room);
    else
        room_leave(&room);
    return c.count;
}
