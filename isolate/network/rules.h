/* The table `isolate` of nft: who may pass, who is hidden behind the host's address,
 * and which ports lead to which container. */
#ifndef RING3_ISOLATE_NETWORK_RULES_H
#define RING3_ISOLATE_NETWORK_RULES_H

#include <stdbool.h>

#include "isolate/network/bridge.h"
#include "isolate/network/lease.h"
#include "isolate/network/network.h"

#define NETWORK_TABLE_NAME "isolate"

/* What the rules need to know of a container, as the text of its lease. */
char *rules_lease_text(const struct network_wish *wish);

/* The whole table as nft reads it, from the leases that are alive. The caller frees
 * it. */
char *rules_text(const struct room *room, const struct bridge *bridge);

/* Makes the kernel's table say that, unless it does so already. */
int rules_renew(const struct room *room, const struct bridge *bridge,
                struct error *error);
bool rules_exist(void);
void rules_delete(const struct room *room);

#endif
