/* Addresses on the bridge, one for each container, and who holds them.
 *
 *   /run/isolate/network/4026531840/    a room: one for each network namespace of a
 *                                       host, named by its number (/proc/self/ns/net)
 *                       lock            held while anything here is changed
 *                       2, 3, 17        leases: the container's number in the block
 *                       rules           what nft was told last
 *                       forwarding      the interface that we made forward packets
 *
 * A lease is alive as long as its file is locked (flock(2), which belongs to the open
 * file and so ends with the last process that has it): no number of a process is
 * noted, so none can be mistaken for another after a crash.
 */
#ifndef RING3_ISOLATE_NETWORK_LEASE_H
#define RING3_ISOLATE_NETWORK_LEASE_H

#include <stdbool.h>
#include <stdint.h>

#include "labs/kit/error.h"

struct room {
    int folder, lock;
    char path[64];
};

/* Makes the room of our network namespace when there is none, and waits for its
 * lock. room_enter_existing returns 1 when there is none. */
int room_enter(struct room *room, struct error *error);
int room_enter_existing(struct room *room, struct error *error);
void room_leave(struct room *room);
/* The same, after removing the room: for whoever took the last thing out of it. */
void room_leave_for_good(struct room *room);

/* Small texts in the room; NULL when there is none, freed by the caller. */
char *room_read(const struct room *room, const char *name);
int room_write(const struct room *room, const char *name, const char *text,
               struct error *error);
void room_remove(const struct room *room, const char *name);

/* All with the lock held. Takes the least free number from 2 to `last`; its file says
 * `text`. The descriptor holds the lease, or -1. */
int lease_take(const struct room *room, unsigned last, const char *text, unsigned *number,
               struct error *error);
void lease_free(const struct room *room, unsigned number, int lease);

/* Calls `each` for every lease: alive with its text, or left behind (text ""). The
 * number of those alive. */
size_t lease_list(const struct room *room,
                  void (*each)(unsigned number, bool alive, const char *text,
                               void *context),
                  void *context);

#endif
