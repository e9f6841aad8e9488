/* NOTIFY_SOCKET: a container that tells systemd when it is ready (sd_notify(3)).
 *
 *     create   makes ROOT/ID/notify, a folder that the container sees at the place that
 *              NOTIFY_SOCKET names, and gives it the variable NOTIFY_SOCKET=PLACE/notify
 *     start    listens at ROOT/ID/notify/notify, and passes READY=1 on to its own
 *              NOTIFY_SOCKET; nothing else: a container must not tell systemd which
 *              process to watch. Without --detach this goes on beside the rest.
 *
 * Places and names are those of crun, which podman --sdnotify=container counts on. */
#ifndef RING3_ISOLATE_OCI_NOTIFY_H
#define RING3_ISOLATE_OCI_NOTIFY_H

#include "isolate/oci/record.h"

/* Without a NOTIFY_SOCKET in the environment nothing is done. */
int notify_prepare(struct record *record, struct error *error);

/* The socket to read from, before the command is executed; *socket is -1 when create or
 * start had no NOTIFY_SOCKET. */
int notify_listen(const struct record *record, int *socket, struct error *error);

/* Reads what has come. 1: READY=1 was among it, and was passed on; nobody need listen any
 * more. 0: it was not. -1: it could not be passed on. */
int notify_pass_on(int socket, struct error *error);

/* Until it is ready, or has ended; closes the socket. -1: nothing to wait for. */
int notify_wait(int socket, const struct record *record, struct error *error);

#endif
