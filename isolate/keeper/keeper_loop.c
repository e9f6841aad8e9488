/* The keeper waits: for the end, for output, for clients.
 *
 * Output is read only when every client has taken what came before; input is taken from
 * clients only when the command has taken what came before. So both directions stand
 * still when the reader does, and nothing is lost. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "isolate/cgroup/stats.h"
#include "isolate/keeper/kept.h"

enum {
    ENDED,
    LISTENER,
    OUT,
    ERR,
    INPUT,
    FIRST_CLIENT,
    PLACES = FIRST_CLIENT + CLIENTS_MAX
};

enum { CPU_LOOK_MS = 100 };

/* ---- what to wait for ---- */

static void want(struct pollfd *place, int fd, short events)
{
    *place = (struct pollfd){.fd = events ? fd : -1, .events = events};
}

static void choose(struct kept *kept, struct pollfd fds[PLACES])
{
    bool lag = clients_lag(kept), typed = kept->typed_done < kept->typed_length;
    want(&fds[ENDED], kept->launched.pidfd, POLLIN);
    want(&fds[LISTENER], kept->listener, POLLIN);
    want(&fds[OUT], kept->output[LOG_OUT], lag ? 0 : POLLIN);
    want(&fds[ERR], kept->output[LOG_ERR], lag ? 0 : POLLIN);
    want(&fds[INPUT], kept->input, typed ? POLLOUT : 0);
    for (int i = 0; i < CLIENTS_MAX; i++) {
        const struct client *c = &kept->clients[i];
        short events = c->length ? POLLOUT : 0;
        if (!c->types || !typed)
            events |= POLLIN;
        want(&fds[FIRST_CLIENT + i], c->socket, events);
    }
}

static uint64_t monotonic(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static int patience(const struct kept *kept)
{
    uint64_t now = monotonic();
    int milliseconds = kept->cpu_limit ? CPU_LOOK_MS : -1;
    if (!kept->deadline)
        return milliseconds;
    if (now >= kept->deadline)
        return 0;
    uint64_t left = (kept->deadline - now) / 1000000 + 1;
    int until = left > 1000000 ? 1000000 : (int)left;
    return milliseconds < 0 || until < milliseconds ? until : milliseconds;
}

/* ---- limits ---- */

static void end_it(struct kept *kept, bool *flag)
{
    struct error error;
    *flag = true;
    launch_kill(&kept->launched);
    if (kept->status.phase == PHASE_PAUSED)
        cgroup_thaw(&kept->group, &error);
}

static void check_limits(struct kept *kept)
{
    bool *over = &kept->status.time_over;
    if (kept->deadline && monotonic() >= kept->deadline && !*over) {
        snprintf(kept->status.message, sizeof kept->status.message,
                 "the time of %g s is over: the container was killed",
                 (double)kept->wall_limit / 1e6);
        kept->deadline = 0;
        end_it(kept, over);
    }
    struct cgroup_stats stats;
    if (!kept->cpu_limit || *over)
        return;
    cgroup_stats(&kept->group, &stats);
    if (!stats.known[CGROUP_CPU_TIME] || stats.value[CGROUP_CPU_TIME] < kept->cpu_limit)
        return;
    snprintf(kept->status.message, sizeof kept->status.message,
             "the processor time of %g s is over: the container was killed",
             (double)kept->cpu_limit / 1e6);
    end_it(kept, over);
}

/* How much of the output may still pass; at the limit, all is killed. */
static size_t within_limit(struct kept *kept, size_t length)
{
    if (!kept->output_limit)
        return length;
    uint64_t left = kept->output_limit - kept->output_bytes;
    if (length > left && !kept->status.output_over) {
        snprintf(kept->status.message, sizeof kept->status.message,
                 "more than %llu bytes of output: the container was killed",
                 (unsigned long long)kept->output_limit);
        end_it(kept, &kept->status.output_over);
    }
    length = length < left ? length : (size_t)left;
    kept->output_bytes += length;
    return length;
}

/* ---- moving ---- */

/* False when there is nothing now; at the end the descriptor is closed. */
static bool read_output(struct kept *kept, enum log_stream stream)
{
    char chunk[CHUNK_MAX];
    int *fd = &kept->output[stream];
    ssize_t got = *fd < 0 ? 0 : read(*fd, chunk, sizeof chunk);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    if (got <= 0) { /* EIO: the terminal's last user has gone */
        if (*fd >= 0)
            close(*fd);
        *fd = -1;
        return false;
    }
    size_t length = within_limit(kept, (size_t)got);
    log_write(&kept->log, stream, chunk, length);
    if (length)
        clients_show(kept, stream, chunk, length);
    return true;
}

static void close_input(struct kept *kept)
{
    if (kept->input >= 0)
        close(kept->input);
    kept->input = -1;
    kept->typed_done = kept->typed_length = 0;
}

static void write_input(struct kept *kept)
{
    ssize_t wrote = write(kept->input, kept->typed + kept->typed_done,
                          kept->typed_length - kept->typed_done);
    if (wrote > 0)
        kept->typed_done += (size_t)wrote;
    else if (wrote < 0 && errno != EAGAIN && errno != EINTR)
        close_input(kept); /* the command reads no more */
}

static void welcome(struct kept *kept)
{
    // cppcheck-suppress nullPointer ; accept(2) takes NULL for an address not wanted
    int socket = accept4(kept->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (socket >= 0 && !clients_add(kept, socket))
        close(socket);
}

static void serve(struct kept *kept, const struct pollfd fds[PLACES])
{
    for (int i = 0; i < CLIENTS_MAX; i++) {
        struct client *client = &kept->clients[i];
        short events = fds[FIRST_CLIENT + i].revents;
        if (client->socket < 0 || client->socket != fds[FIRST_CLIENT + i].fd || !events)
            continue;
        if (events & POLLOUT)
            clients_flush(client);
        /* What was typed by another meanwhile comes first. */
        if (client->socket < 0 || !(fds[FIRST_CLIENT + i].events & POLLIN) ||
            (client->types && kept->typed_done < kept->typed_length))
            continue;
        if (events & (POLLIN | POLLHUP | POLLERR))
            clients_listen(kept, client);
    }
}

void keeper_loop(struct kept *kept)
{
    struct pollfd fds[PLACES];
    for (;;) {
        choose(kept, fds);
        int ready = poll(fds, PLACES, patience(kept));
        check_limits(kept);
        if (ready <= 0)
            continue;
        if (fds[OUT].revents)
            read_output(kept, LOG_OUT);
        if (fds[ERR].revents)
            read_output(kept, LOG_ERR);
        if (fds[ENDED].revents)
            break;
        if (fds[INPUT].revents)
            write_input(kept);
        serve(kept, fds);
        if (fds[LISTENER].revents)
            welcome(kept);
        if (kept->close_input && kept->typed_done == kept->typed_length)
            close_input(kept);
    }
    /* All processes are dead: what the pipes hold is all that there will be. */
    while (read_output(kept, LOG_OUT) || read_output(kept, LOG_ERR))
        ;
}

/* ---- after the end ---- */

static bool flush_all(struct kept *kept, struct pollfd fds[CLIENTS_MAX])
{
    bool any = false;
    for (int i = 0; i < CLIENTS_MAX; i++) {
        struct client *client = &kept->clients[i];
        if (client->socket >= 0 && client->length)
            clients_flush(client);
        bool lags = client->socket >= 0 && client->length;
        want(&fds[i], client->socket, lags ? POLLOUT : 0);
        any |= lags;
    }
    return any;
}

void keeper_say_end(struct kept *kept)
{
    struct pollfd fds[CLIENTS_MAX];
    const char *message = kept->status.message;
    for (struct client *c = kept->clients; c < kept->clients + CLIENTS_MAX; c++)
        if (c->socket >= 0 && (c->attached || c->waiting))
            clients_send(c, WIRE_ENDED, kept->status.exit_status, message,
                         strlen(message));
    while (flush_all(kept, fds))
        if (poll(fds, CLIENTS_MAX, -1) < 0 && errno != EINTR)
            return;
}
