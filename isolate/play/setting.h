/* What a container of the builder is made from: who plays, and what runs inside. */
#ifndef RING3_ISOLATE_SETTING_H
#define RING3_ISOLATE_SETTING_H

#include "isolate/cgroup/wish.h"
#include "isolate/play/step.h"

/* `guest`: "busybox", "own" or NULL for the better one that is here; `ids`: "single",
 * "range" or NULL. -1 with the reason when the host has not got what was asked for. */
int setting_make(struct setting *setting, const char *guest, const char *ids,
                 struct error *error);

/* What the network of the container is called on the host. */
void setting_find_network(struct setting *setting);
/* For isolate/cgroup: the group of this container. */
struct cgroup_wish setting_group_wish(const struct setting *setting);
/* Where the control groups of the container will be, and which limits hold there. */
void setting_find_groups(struct setting *setting);

#endif
