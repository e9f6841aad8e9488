/* Bait that several attacks lay: for prepare(). Nothing of it outlives the process that
 * starts the container. */
#ifndef RING3_ISOLATE_BAIT_H
#define RING3_ISOLATE_BAIT_H

#include <sys/types.h>

#include "isolate/attacks/attack.h"

/* A process of the host that sleeps, with the token in its memory at *secret and in a
 * file that it has open as descriptor *fd; both may be NULL. */
pid_t bait_process(const struct trap *trap, char **secret, int *fd, struct error *error);

/* A file with the token, 0644; its path becomes the bait. */
int bait_file(struct trap *trap, const char *folder, const char *name,
              struct error *error);

/* A program that ends with its effective user id as its status, and does nothing else:
 * 150 bytes, so that it can be set-user-id without harm. */
int bait_tiny_program(const char *path, struct error *error);

/* When root starts the container: to the ids that its root has out here. */
int bait_give(const char *path, struct error *error);

/* ---- for attempts ---- */

/* Does this file hold the token? */
bool attempt_finds(const struct attempt *attempt, const char *path);

#endif
