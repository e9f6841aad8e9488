/* The bridge's block of addresses: one that nothing on this host uses. */
#ifndef RING3_ISOLATE_NETWORK_BLOCK_H
#define RING3_ISOLATE_NETWORK_BLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "labs/kit/error.h"

enum { BLOCK_PREFIX = 20, BLOCK_SIZE = 1 << (32 - BLOCK_PREFIX) };

/* The first address of a block of BLOCK_SIZE that overlaps no route of any table of
 * this network namespace (its own addresses are routes too), nor a name server. */
int block_choose(uint32_t *block, struct error *error);

/* The IPv4 address and prefix of an interface; false when it has none. */
bool block_of_interface(const char *name, uint32_t *address, unsigned *prefix);

/* The interface of the default route; false when there is none. `name` has
 * IF_NAMESIZE bytes. */
bool block_upstream(char *name);

#endif
