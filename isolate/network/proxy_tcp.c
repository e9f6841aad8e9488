/* TCP through the proxy: a pair of sockets, and bytes that go both ways.
 *
 * Each end reads into its own buffer, which is written to the other end. An end is
 * asked for more only when its buffer is empty, so a slow reader slows the writer and
 * nothing piles up here. The end of one direction (a half close) is passed on; the
 * pair is over when both are.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "isolate/network/proxy_parts.h"

enum { BUFFER = 16384 };

struct pair;

struct end {
    struct watch watch;
    struct pair *pair;
    struct end *other;
    bool connecting; /* connect() has not been answered */
    bool finished;   /* read to its end */
    bool passed_on;  /* and the other end was told */
    size_t start, length;
    char buffer[BUFFER]; /* read here, not yet written there */
};

struct pair {
    struct end client, server;
};

static int pairs;

static void pair_close(struct pair *pair)
{
    watch_close(&pair->client.watch);
    watch_close(&pair->server.watch);
    free(pair);
    pairs--;
}

static void ask(struct end *end)
{
    uint32_t wants = 0;
    if (!end->finished && !end->length && !end->connecting)
        wants |= EPOLLIN;
    if (end->connecting || end->other->length)
        wants |= EPOLLOUT;
    watch_set(&end->watch, wants);
}

/* False when the connection is broken. */
static bool fill(struct end *end)
{
    if (end->finished || end->length || end->connecting)
        return true;
    ssize_t got = recv(end->watch.fd, end->buffer, BUFFER, MSG_DONTWAIT);
    if (got < 0)
        return errno == EAGAIN || errno == EINTR;
    end->start = 0;
    end->length = (size_t)got;
    end->finished = got == 0;
    return true;
}

static bool drain(struct end *end)
{
    struct end *to = end->other;
    if (to->connecting)
        return true;
    while (end->length) {
        ssize_t put = send(to->watch.fd, end->buffer + end->start, end->length,
                           MSG_DONTWAIT | MSG_NOSIGNAL);
        if (put < 0)
            return errno == EAGAIN || errno == EINTR;
        end->start += (size_t)put;
        end->length -= (size_t)put;
    }
    if (end->finished && !end->passed_on) {
        shutdown(to->watch.fd, SHUT_WR);
        end->passed_on = true;
    }
    return true;
}

static bool connected(struct end *end)
{
    int failure = 0;
    socklen_t length = sizeof failure;
    end->connecting = false;
    return getsockopt(end->watch.fd, SOL_SOCKET, SO_ERROR, &failure, &length) == 0 &&
           !failure;
}

static void end_ready(struct watch *watch, uint32_t events)
{
    struct end *end = (struct end *)watch;
    struct pair *pair = end->pair;
    if ((end->connecting && !connected(end)) ||
        ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) && !fill(end)) || !drain(end) ||
        !drain(end->other) || (end->passed_on && end->other->passed_on)) {
        pair_close(pair);
        return;
    }
    ask(&pair->client);
    ask(&pair->server);
}

static void end_begin(struct end *end, struct pair *pair, struct end *other, int fd)
{
    end->watch = (struct watch){.ready = end_ready, .fd = fd};
    end->pair = pair;
    end->other = other;
}

static void pair_open(int client, int server, bool connecting)
{
    struct pair *pair = calloc(1, sizeof *pair);
    if (!pair) {
        close(client);
        close(server);
        return;
    }
    end_begin(&pair->client, pair, &pair->server, client);
    end_begin(&pair->server, pair, &pair->client, server);
    pair->server.connecting = connecting;
    pairs++;
    ask(&pair->client);
    ask(&pair->server);
}

/* A connection beyond what we can carry is closed at once: the client learns it. */
void proxy_tcp_ready(struct watch *watch, uint32_t events)
{
    const struct listener *listener = (const struct listener *)watch;
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    (void)events;
    int client = accept4(watch->fd, (struct sockaddr *)&peer, &length,
                         SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (client < 0)
        return;
    int server = pairs >= PROXY_PAIRS_MAX
                     ? -1
                     : socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (server >= 0 && (connect(server, (const struct sockaddr *)&listener->server,
                                sizeof listener->server) == 0 ||
                        errno == EINPROGRESS)) {
        pair_open(client, server, true);
        return;
    }
    close(client);
    if (server >= 0)
        close(server);
}
