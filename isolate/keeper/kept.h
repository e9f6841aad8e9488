/* A container as its keeper sees it; for the files of the keeper only. */
#ifndef RING3_ISOLATE_KEPT_H
#define RING3_ISOLATE_KEPT_H

#include <poll.h>

#include "isolate/cgroup/cgroup.h"
#include "isolate/keeper/keeper.h"
#include "isolate/keeper/log.h"
#include "isolate/keeper/wire.h"
#include "isolate/runtime/container.h"
#include "isolate/runtime/launch.h"

enum { CLIENTS_MAX = 64, CHUNK_MAX = 8192, INPUT_MAX = WIRE_BODY_MAX };

/* Who is connected. */
struct client {
    int socket; /* -1: a free place */
    bool attached, waiting, types;
    /* Packets that the client has not taken yet, each a struct queued and its body. While
     * there are any, the container's output is not read: it waits, as it would for a slow
     * terminal. */
    char *queue;
    size_t length, done, room;
};

struct kept {
    const struct keeper_wish *wish;
    struct container container; /* a copy: with limits that the keeper watches itself */
    struct cgroup_wish cgroup_wish;
    char cgroup_name[32];
    struct state *state;
    char *folder; /* DIR, absolute: the keeper goes elsewhere */
    bool detach;  /* nobody is attached from the start */
    bool again;   /* started before: its state stays when it cannot start now */
    struct container_status status;
    struct log log;

    struct launched launched;
    struct ending ending;
    struct cgroup group;
    int namespaces[NAMESPACE_COUNT];
    /* The limits of its command, and what process 1 got in the place of a control group
     * that cannot be had here. */
    struct rlimit_row *rlimits;
    size_t rlimit_count;

    int listener;
    int input;     /* the end of the command's stdin; -1: none, or closed */
    int output[2]; /* of its stdout (or its terminal) and stderr; -1: ended */
    char *typed;   /* not taken by the command yet; INPUT_MAX bytes */
    size_t typed_length, typed_done;
    bool close_input; /* once all that was typed has been taken */

    uint64_t wall_limit, cpu_limit; /* microseconds; 0: none */
    uint64_t deadline;              /* nanoseconds of CLOCK_MONOTONIC; 0: none */
    uint64_t output_limit, output_bytes;
    struct client clients[CLIENTS_MAX];
};

/* ---- keeper_main.c: the process ---- */

/* `caller` is a connection to who started us. Never returns. */
_Noreturn void keeper_main(struct kept *kept, int caller);

/* ---- keeper_streams.c ---- */

/* Closes all but these and 0 to 2. */
void keeper_hold_only(int a, int b, int c);
/* Makes the command's ends our 0, 1 and 2, to be inherited; then lets go of them. */
int keeper_make_streams(struct kept *kept, struct error *error);
void keeper_leave_streams(struct kept *kept);
int keeper_open_listener(struct kept *kept, struct error *error);

/* ---- keeper_end.c ---- */

/* Into the status: how it ended, or why it could not begin. */
void keeper_note_end(struct kept *kept, const struct error *error);
/* Takes all away, writes the status, lets the lock go, tells who waits. */
void keeper_finish(struct kept *kept);

/* ---- keeper_loop.c ---- */

/* Until the container has ended and all that it wrote has been read. */
void keeper_loop(struct kept *kept);
/* Until every client has taken what is for it, or has gone. */
void keeper_say_end(struct kept *kept);

/* ---- keeper_clients.c ---- */

/* NULL when there are CLIENTS_MAX already. */
struct client *clients_add(struct kept *kept, int socket);
void clients_drop(struct client *client);
/* Is there one that has not taken its output? */
bool clients_lag(const struct kept *kept);
void clients_show(struct kept *kept, enum log_stream stream, const char *bytes,
                  size_t length);
/* Queues a packet, and sends what can be sent without waiting. */
void clients_send(struct client *client, enum wire_kind kind, int32_t value,
                  const char *body, size_t length);
void clients_flush(struct client *client);

/* ---- keeper_requests.c ---- */

/* Takes a packet from a client and does what it says. */
void clients_listen(struct kept *kept, struct client *client);

/* ---- keeper_exec.c ---- */

/* In a process of its own, with the connection of who asked. */
void keeper_exec(struct kept *kept, int socket, struct packet *packet);

#endif
