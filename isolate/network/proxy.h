/* Published ports, carried by a process of ours.
 *
 *   client ──▶ listener, in the host's namespace    ┐
 *                                                   │ the proxy has both
 *   server ◀── socket, in the container's namespace ┘
 *
 * A socket belongs to the network namespace in which it was made, wherever its process
 * goes. So the listeners are made first; then the proxy enters the container's
 * namespaces, and every socket that it makes from then on is the container's.
 *
 * It is all there is for users without root. For root it holds the ports (nobody else
 * can take them), and carries what the rules of nft leave out: the host's own loopback,
 * IPv6, and containers that ask for a port of the host.
 */
#ifndef RING3_ISOLATE_NETWORK_PROXY_H
#define RING3_ISOLATE_NETWORK_PROXY_H

#include "isolate/network/network.h"

/* Listens on every port of the wish, on IPv4 and IPv6 where the wish names no
 * address. A port that is taken is refused with the process that has it. */
int proxy_listen(struct network_connection *connection, struct error *error);

/* Starts the proxy for the container's namespaces, which it is to enter; the listeners
 * are its own from then on. It ends when the container's process or ours does. */
int proxy_start(struct network_connection *connection, pid_t container,
                struct error *error);

#endif
