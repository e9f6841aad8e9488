/* What the parts of the proxy share: proxy.c (its life), proxy_listen.c, proxy_tcp.c,
 * proxy_udp.c. For no one else.
 *
 * Everything that can become ready is a watch with a function. One event is taken at a
 * time: whoever handles it may free any watch, and no stale event can follow.
 */
#ifndef RING3_ISOLATE_NETWORK_PROXY_PARTS_H
#define RING3_ISOLATE_NETWORK_PROXY_PARTS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

struct watch {
    void (*ready)(struct watch *watch, uint32_t events);
    int fd;
    uint32_t wants; /* EPOLLIN | EPOLLOUT; 0: not listened to at all */
};

/* Changes what a watch waits for; 0 takes it out. */
void watch_set(struct watch *watch, uint32_t wants);
/* Out of the loop, and its descriptor closed. */
void watch_close(struct watch *watch);

/* One published port, as the proxy sees it. */
struct listener {
    struct watch watch;
    struct sockaddr_in server; /* in the container */
};

/* A listener that is ready: a connection, or a datagram. */
void proxy_tcp_ready(struct watch *watch, uint32_t events);
void proxy_udp_ready(struct watch *watch, uint32_t events);

/* So many descriptors may the connections, and the flows of datagrams, take. */
enum { PROXY_PAIRS_MAX = 400, PROXY_FLOWS_MAX = 128 };

#endif
