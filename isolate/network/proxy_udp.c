/* UDP through the proxy: for each client a socket of its own towards the server, so
 * that an answer finds its way back. UDP says nothing of an end; when there are too
 * many flows, the one that was silent longest goes. */
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "isolate/network/proxy_parts.h"

struct flow {
    struct watch watch; /* fd: connected to the server; -1: this place is free */
    const struct listener *listener;
    struct sockaddr_storage client;
    socklen_t client_length;
    uint64_t used; /* when, counted in datagrams */
};

static struct flow *flows; /* PROXY_FLOWS_MAX of them, made for the first datagram */
static uint64_t datagrams;
static char datagram[65536];

static void answer_ready(struct watch *watch, uint32_t events)
{
    struct flow *flow = (struct flow *)watch;
    (void)events;
    ssize_t got = recv(watch->fd, datagram, sizeof datagram, MSG_DONTWAIT);
    if (got < 0) { /* such as ECONNREFUSED: nobody listens there */
        watch_close(watch);
        return;
    }
    flow->used = ++datagrams;
    sendto(flow->listener->watch.fd, datagram, (size_t)got, MSG_DONTWAIT | MSG_NOSIGNAL,
           (const struct sockaddr *)&flow->client, flow->client_length);
}

static bool is_of(const struct flow *flow, const struct listener *listener,
                  const struct sockaddr_storage *client, socklen_t length)
{
    return flow->watch.fd >= 0 && flow->listener == listener &&
           flow->client_length == length && !memcmp(&flow->client, client, length);
}

/* That of this client; else a free place; else the one that was silent longest. */
static struct flow *find_flow(const struct listener *listener,
                              const struct sockaddr_storage *client, socklen_t length)
{
    struct flow *best = flows;
    for (struct flow *flow = flows; flow < flows + PROXY_FLOWS_MAX; flow++) {
        if (is_of(flow, listener, client, length))
            return flow;
        if (flow->watch.fd < 0 || (best->watch.fd >= 0 && flow->used < best->used))
            best = flow;
    }
    return best;
}

static bool flow_open(struct flow *flow, const struct listener *listener,
                      const struct sockaddr_storage *client, socklen_t length)
{
    if (flow->watch.fd >= 0)
        watch_close(&flow->watch);
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    if (connect(fd, (const struct sockaddr *)&listener->server, sizeof listener->server) <
        0) {
        close(fd);
        return false;
    }
    *flow = (struct flow){.watch = {.ready = answer_ready, .fd = fd},
                          .listener = listener,
                          .client = *client,
                          .client_length = length};
    watch_set(&flow->watch, EPOLLIN);
    return true;
}

static bool make_flows(void)
{
    if (flows)
        return true;
    flows = calloc(PROXY_FLOWS_MAX, sizeof *flows);
    for (int i = 0; flows && i < PROXY_FLOWS_MAX; i++)
        flows[i].watch.fd = -1;
    return flows;
}

void proxy_udp_ready(struct watch *watch, uint32_t events)
{
    const struct listener *listener = (const struct listener *)watch;
    struct sockaddr_storage client = {0};
    socklen_t length = sizeof client;
    (void)events;
    ssize_t got = recvfrom(watch->fd, datagram, sizeof datagram, MSG_DONTWAIT,
                           (struct sockaddr *)&client, &length);
    if (got < 0 || !make_flows())
        return;
    struct flow *flow = find_flow(listener, &client, length);
    if (!is_of(flow, listener, &client, length) &&
        !flow_open(flow, listener, &client, length))
        return;
    flow->used = ++datagrams;
    send(flow->watch.fd, datagram, (size_t)got, MSG_DONTWAIT | MSG_NOSIGNAL);
}
