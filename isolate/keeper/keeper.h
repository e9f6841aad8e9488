/* The keeper: the process that stays with a container when its starter does not.
 *
 *   isolate run -d ──fork──▶ ─fork─▶ keeper ──launch──▶ process 1 ──▶ the command
 *        │                     (exits)  │ log, socket, lock, status
 *        └◀── "it runs", or why not ────┘
 *
 * It has a session of its own, / as its folder, and none of its starter's descriptors. It
 * holds the ends of the command's pipes or terminal, writes the log, answers on its
 * socket (client.h) and notes how the command ended. It is the only writer of
 * status.json while it lives. When it is killed, the kernel kills the container.
 *
 * With -d and with --name there is a keeper. A foreground run without a name has none,
 * and no state.
 */
#ifndef RING3_ISOLATE_KEEPER_H
#define RING3_ISOLATE_KEEPER_H

#include "isolate/keeper/state.h"
#include "isolate/runtime/wish.h"

struct keeper_wish {
    const struct wish *wish; /* name, detach, interactive, terminal, remove */
    char *const *arguments;  /* all words after `isolate run`, for `isolate start` */
    const char *detach_keys; /* --detach-keys; NULL: ctrl-p,ctrl-q */
    uint64_t log_limit;      /* --log-size, bytes; 0: LOG_LIMIT_DEFAULT */
};

/* Is one needed? With -d, with --name, and when keeper_use was called. */
bool keeper_wanted(const char *name, bool detach);
/* Does the caller stay with it, to see and to type, once it runs? */
bool keeper_stays(bool detach);

/* Runs the container under a keeper. With `detach` it prints the id and returns 0 as soon
 * as the command has been executed; else it stays attached and returns the command's
 * status (0 when the keys detach). A container that cannot be started leaves nothing:
 * 125, 126 or 127 with the error. When the command ran, error->message is empty or what
 * is to be said about its end. */
int keeper_run(const struct keeper_wish *wish, const struct container *container,
               struct error *error);

/* The next keeper_run starts this container again, in the place of making one, and stays
 * attached or not as this says: for `isolate start`. The lock is ours; the state is taken
 * over. */
void keeper_use(struct state *state, bool attached);

#endif
