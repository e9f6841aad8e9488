/* Bytes between the user's terminal and the container's, in somebody's poll loop.
 *
 * Each direction has one buffer, which is filled only when it is empty: so who reads
 * slowly makes the other side wait, as a pipe would, and nothing is lost. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "isolate/runtime/console.h"

enum { FROM_USER, FROM_MASTER, TO_USER };

void relay_init(struct relay *relay, int input, int output, int master)
{
    struct detach_keys keys = relay->keys;
    *relay = (struct relay){.input = input, .output = output, .master = master};
    relay->keys = keys;
    relay->input_ended = input < 0;
}

static bool has_typed(const struct relay *relay)
{
    return relay->typed_done < relay->typed_length;
}

static bool has_shown(const struct relay *relay)
{
    return relay->shown_done < relay->shown_length;
}

void relay_poll(const struct relay *relay, struct pollfd fds[RELAY_FDS])
{
    bool listens = !relay->input_ended && !has_typed(relay);
    fds[FROM_USER] = (struct pollfd){.fd = listens ? relay->input : -1, .events = POLLIN};
    fds[FROM_MASTER] = (struct pollfd){.fd = relay->ended ? -1 : relay->master};
    if (!has_shown(relay))
        fds[FROM_MASTER].events |= POLLIN;
    if (has_typed(relay))
        fds[FROM_MASTER].events |= POLLOUT;
    if (!fds[FROM_MASTER].events)
        fds[FROM_MASTER].fd = -1; /* POLLHUP alone would wake us again and again */
    fds[TO_USER] =
        (struct pollfd){.fd = has_shown(relay) ? relay->output : -1, .events = POLLOUT};
}

/* Writes a part; what is refused for good is dropped. */
static void flush(int fd, const char *bytes, size_t length, size_t *done)
{
    ssize_t wrote = write(fd, bytes + *done, length - *done);
    if (wrote > 0)
        *done += (size_t)wrote;
    else if (wrote < 0 && errno != EAGAIN && errno != EINTR)
        *done = length;
}

static enum relay_event take_typed(struct relay *relay)
{
    char typed[RELAY_ROOM];
    ssize_t got = read(relay->input, typed, sizeof typed);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return RELAY_NOTHING;
    relay->typed_done = relay->typed_length = 0;
    if (got <= 0) {
        relay->input_ended = true;
        return RELAY_NOTHING;
    }
    bool detach = detach_keys_filter(&relay->keys, typed, (size_t)got, relay->typed,
                                     &relay->typed_length);
    return detach ? RELAY_DETACHED : RELAY_NOTHING;
}

/* EIO on a master: the last slave was closed. */
static void take_shown(struct relay *relay)
{
    ssize_t got = read(relay->master, relay->shown, sizeof relay->shown);
    relay->shown_done = 0;
    relay->shown_length = got > 0 ? (size_t)got : 0;
    if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
        relay->ended = true;
}

enum relay_event relay_move(struct relay *relay, const struct pollfd fds[RELAY_FDS])
{
    enum relay_event event = RELAY_NOTHING;
    if (fds[FROM_USER].fd >= 0 && fds[FROM_USER].revents)
        event = take_typed(relay);
    if (fds[FROM_MASTER].fd >= 0 && (fds[FROM_MASTER].revents & (POLLIN | POLLHUP)) &&
        !has_shown(relay))
        take_shown(relay);
    if (has_typed(relay) && (fds[FROM_MASTER].revents & POLLOUT))
        flush(relay->master, relay->typed, relay->typed_length, &relay->typed_done);
    if (has_shown(relay))
        flush(relay->output, relay->shown, relay->shown_length, &relay->shown_done);
    if (event == RELAY_NOTHING && relay->ended && !has_shown(relay))
        return RELAY_ENDED;
    return event;
}

void relay_drain(struct relay *relay)
{
    struct pollfd master = {.fd = relay->master, .events = POLLIN};
    while (!relay->ended) {
        while (has_shown(relay))
            flush(relay->output, relay->shown, relay->shown_length, &relay->shown_done);
        if (poll(&master, 1, 0) <= 0)
            return;
        take_shown(relay);
    }
}

void relay_resize(const struct relay *relay)
{
    struct winsize size;
    if (console_size(relay->output, &size) || console_size(relay->input, &size))
        ioctl(relay->master, TIOCSWINSZ, &size);
}
