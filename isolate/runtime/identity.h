/* Who the container's root is on the host.
 *
 * An ordinary user becomes root inside through a map of one id: his own. Root
 * must not map to itself: files of the kernel such as /proc/sys/kernel/core_pattern
 * are guarded by their owner alone, and their owner is host id 0. So for root the
 * container gets a range of ids that nobody has.
 */
#ifndef RING3_ISOLATE_IDENTITY_H
#define RING3_ISOLATE_IDENTITY_H

#include <stdbool.h>
#include <sys/types.h>

#include "isolate/runtime/container.h"
#include "labs/kit/error.h"

/* From systemd's "UIDS-GIDS": 0x70000000 and above is used by nobody. */
#define IDENTITY_BASE  1879048192u
#define IDENTITY_COUNT 65536u

struct identity {
    bool range;        /* the container's 0…count-1 are base…base+count-1 here */
    unsigned uid, gid; /* what the container's 0 is here */
    unsigned count;
    /* What /etc/subuid and /etc/subgid lend to a user: the container's ids from 1 on. */
    unsigned first_uid, lent_uids, first_gid, lent_gids; /* 0: nothing was asked for */
};

/* A range for root of the whole machine; else the one id that we have. */
struct identity identity_choose(void);

/* Adds the ids that are lent to this user. newuidmap and newgidmap write such a map,
 * which takes them some milliseconds. -1 with the remedy when there are none, or no such
 * programs. */
int identity_borrow(struct identity *identity, struct error *error);

/* Writes setgroups, uid_map and gid_map of a process: "self", or its number. */
int identity_write(const struct identity *identity, const char *process,
                   struct error *error);

/* ---- of a container ---- */

/* What the container's root is called in there: 0, or the first id that there is. */
unsigned id_maps_root(const struct id_maps *maps);

/* Is this the map of nothing but our own ids, which every process may write for itself?
 */
bool identity_is_own(const struct container *container);

/* Writes the container's maps for a process; where the kernel refuses us that, by
 * newuidmap and newgidmap, which look into /etc/subuid and /etc/subgid. */
int identity_write_maps(const struct container *container, const char *process,
                        struct error *error);

/* A user namespace in which this one user and group of the machine stand for the
 * container's root, and no other id does: for an id-mapped mount. Group 0 is not
 * the container's. A descriptor
 * that the caller closes, or -1. */
int identity_map_one(unsigned uid, unsigned gid, struct error *error);

#endif
