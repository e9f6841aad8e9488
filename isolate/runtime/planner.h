/* What the makers of the plan of `isolate run` share. For no one else: isolate-oci
 * writes its rows itself.
 *
 *   plan_wish.c     the order of it all
 *   plan_root.c     DIR as the root: as it is, or under a writable layer
 *   plan_host.c     this machine's own system as the root
 *   plan_proc.c     /proc and /sys, what is covered there and what only read
 *   plan_dev.c      /dev
 *   plan_volumes.c  what is lent, and the mount points for it
 */
#ifndef RING3_ISOLATE_PLANNER_H
#define RING3_ISOLATE_PLANNER_H

#include <sys/stat.h>

#include "isolate/runtime/wish.h"

/* How DIR becomes the root. */
enum root_kind {
    ROOT_DIRECT,   /* it is the root */
    ROOT_LAYERED,  /* under a layer in memory: overlayfs */
    ROOT_MIRRORED, /* its entries, one by one, in a root in memory: this machine's "/" */
    ROOT_CHROOT,   /* without a mount namespace: nothing can be mounted */
};

enum { DEVICES_MAX = 80 };

struct planner_device {
    const char *source, *target; /* the target is below /dev, without that */
};

struct planner {
    const struct wish *wish;
    const struct identity *identity;
    struct plan *plan;
    unsigned without;
    bool is_host; /* DIR is "/" */
    enum root_kind root;
    int folder;                        /* DIR, opened; -1: not yet */
    bool has_folders;                  /* DIR has proc, dev and sys */
    const char *stage;                 /* where the root is while it is put together */
    int proc_slot, sys_slot, dev_slot; /* -1: none */
    const char *empty_folder;          /* to cover others with; NULL: none is there */
    struct planner_device devices[DEVICES_MAX];
    size_t device_count;
    struct mount_wish wishes[WISHES_MAX]; /* sorted: parents first */
    struct error *error;
};

static inline bool planner_has(const struct planner *p, enum layer layer)
{
    return !(p->without & LAYER_BIT(layer));
}

/* nosuid and nodev, less what the layers that are left out would have given. */
unsigned long planner_flags(const struct planner *p);

/* Chooses whose files those of a slot are, by who owns the folder that is lent.
 * -1 when root would lend what is its own to be written. */
int planner_lend(struct planner *p, int slot, const char *folder, bool read_only,
                 bool needed);

/* ---- the root: plan_root.c, plan_host.c ---- */

enum root_kind planner_choose_root(struct planner *p);
int planner_root(struct planner *p); /* rows up to the new root as working directory */
int planner_mirror(struct planner *p);
/* Has something other than this entry of DIR taken the place of it? */
bool planner_is_replaced(const struct planner *p, const char *name);
/* A folder of the root to mount on: whatever DIR has under its name, if it is no folder,
 * gives way in the layer. */
void planner_folder(struct planner *p, const char *path);

/* ---- its parts ---- */

int planner_new_proc(struct planner *p);     /* before the old root goes */
int planner_new_sys(struct planner *p);      /* the same, and as late as can be */
void planner_sys(struct planner *p);         /* after it */
void planner_cover_early(struct planner *p); /* once there is a /dev/null */
void planner_cover(struct planner *p);
int planner_dev(struct planner *p);         /* before the old root goes */
void planner_attach_dev(struct planner *p); /* after it: without a /dev of its own */
void planner_close_dev(struct planner *p);  /* when all is mounted in it */

/* ---- volumes: plan_volumes.c ---- */

/* What `path` is below `folder`, with links followed as the container will: one
 * of S_IFMT, 0 when there is nothing. */
int planner_kind_below(const char *folder, const char *path);
/* Is there a wish whose mount point DIR lacks? */
bool planner_lacks_point(const struct planner *p);
int planner_volumes(struct planner *p);

#endif
