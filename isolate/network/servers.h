/* The name servers of this host, from its /etc/resolv.conf. */
#ifndef RING3_ISOLATE_NETWORK_SERVERS_H
#define RING3_ISOLATE_NETWORK_SERVERS_H

#include <netinet/in.h>
#include <stddef.h>

enum { SERVERS_MAX = 3 }; /* resolv.conf(5) reads no more */

/* Their addresses as text; how many there are. */
size_t servers_of_host(char servers[SERVERS_MAX][INET6_ADDRSTRLEN]);

#endif
