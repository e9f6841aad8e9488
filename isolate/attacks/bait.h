/* Bait that several attacks lay: for prepare(). Nothing of it outlives the process that
 * starts the container. */
#ifndef RING3_ISOLATE_BAIT_H
#define RING3_ISOLATE_BAIT_H

#include <fcntl.h>
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

/* Its file handle becomes the bait: "TYPE BYTES", in hexadecimal digits. */
int bait_handle(struct trap *trap, const char *path, struct error *error);

/* "DEVICE INODE" of the host's root becomes the bait. */
int bait_host_root(struct trap *trap, struct error *error);
/* A new session keyring with a key "ring3-secret". */
int bait_session_key(struct trap *trap, struct error *error);
/* An abstract Unix socket that listens. */
int bait_abstract_socket(struct trap *trap, struct error *error);

/* ---- for attempts: each with the bait of the same name ---- */

union bait_handle {
    struct file_handle head;
    char room[sizeof(struct file_handle) + 32];
};
bool attempt_handle(const struct attempt *attempt, union bait_handle *handle);
void attempt_chroot_escape(struct attempt *attempt);
void attempt_session_key(struct attempt *attempt);
void attempt_abstract_socket(struct attempt *attempt);

/* Does this file hold the token? */
bool attempt_finds(const struct attempt *attempt, const char *path);

#endif
