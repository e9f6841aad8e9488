/* Asking a keeper. */
#ifndef RING3_ISOLATE_CLIENT_H
#define RING3_ISOLATE_CLIENT_H

#include "isolate/keeper/state.h"
#include "isolate/keeper/wire.h"

/* A connection, or -1 with an error that says whether the container does not run, or
 * its keeper does not answer. */
int client_connect(const struct state *state, struct error *error);

/* Connects, asks, and waits for WIRE_DONE: 0, or -1 with what the keeper said. */
int client_ask(const struct state *state, enum wire_kind kind, int32_t value,
               struct error *error);

/* Waits for the end at most so long (milliseconds; -1: for ever) on a connection: 1 with
 * the exit status, 0 when the time was over, -1 when the keeper has gone. */
int client_wait(int socket, int milliseconds, int *status);

#endif
