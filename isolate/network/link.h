/* Interfaces, addresses and routes of the network namespace that we are in, by
 * rtnetlink(7). Each returns 0, or -1 with errno as the kernel gave it and `error`
 * (may be NULL) naming the request and, where the kernel sends one, its own words.
 *
 * For rows of operations: the row's runner calls the function, and the shell line is
 *
 *   network_link_up("lo")                          ip link set lo up
 *   network_link_bridge("isolate0", address)       ip link add isolate0 type bridge
 *   network_link_veth("veth0", "eth0", pid, a)     ip link add veth0 type veth peer \
 *                                                      name eth0 netns PID
 *   network_link_move("eth0", pid)                 ip link set eth0 netns PID
 *   network_link_master("veth0", "isolate0")       ip link set veth0 master isolate0
 *   network_link_delete("veth0")                   ip link delete veth0
 *   network_link_address("eth0", 0x0a580002, 24)   ip address add 10.88.0.2/24 dev eth0
 *   network_link_route(0x0a580001)                 ip route add default via 10.88.0.1
 *   network_rules("table ip isolate { … }")        nft -f - <<'END' … END   (nft.h)
 */
#ifndef RING3_ISOLATE_NETWORK_LINK_H
#define RING3_ISOLATE_NETWORK_LINK_H

#include <stdint.h>
#include <sys/types.h>

#include "labs/kit/error.h"

/* Names are at most IFNAMSIZ - 1 (15) bytes; addresses are IPv4 in host byte order.
 * New links are down, and make no IPv6 address by themselves. */
int network_link_up(const char *name, struct error *error);
/* With the hardware address 02:00 and the four bytes of `address`: a fixed one, or
 * that of a bridge would change with every port, and with it what neighbours know. */
int network_link_bridge(const char *name, uint32_t address, struct error *error);
/* A cable: `name` here, `peer` in the network namespace of `process` (0: here too).
 * `address` gives the peer's hardware address as above; 0: any. */
int network_link_veth(const char *name, const char *peer, pid_t process, uint32_t address,
                      struct error *error);
int network_link_move(const char *name, pid_t process, struct error *error);
int network_link_master(const char *name, const char *bridge, struct error *error);
int network_link_delete(const char *name, struct error *error);
int network_link_address(const char *name, uint32_t address, unsigned prefix,
                         struct error *error);
int network_link_route(uint32_t gateway, struct error *error);

#endif
