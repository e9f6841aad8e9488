/* The bridge that the containers of root share: made by the first, removed by the
 * last, or by whoever comes after a crash. */
#ifndef RING3_ISOLATE_NETWORK_BRIDGE_H
#define RING3_ISOLATE_NETWORK_BRIDGE_H

#include <stdbool.h>
#include <stdint.h>

#include "isolate/network/lease.h"

#define NETWORK_BRIDGE_NAME "isolate0"

struct bridge {
    uint32_t block; /* its first address; the bridge itself has block + 1 */
    unsigned prefix;
    char upstream[16]; /* the interface of the default route; "": there is none */
    bool confined;     /* it forwards because we made it: for others it shall not */
};

/* May we make interfaces in this network namespace: has it been made in a user
 * namespace in which we have CAP_NET_ADMIN? */
bool bridge_allowed(void);

/* All with the room's lock held. */
int bridge_open(const struct room *room, struct bridge *bridge, struct error *error);
void bridge_remove(const struct room *room);
bool bridge_exists(void);

/* No IPv6 on this interface: no address of its own, no belief in what a container
 * says about routers. */
void bridge_silence(const char *interface);

#endif
