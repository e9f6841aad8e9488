/* Which cgroup controllers this process may use. */
#ifndef RING3_ISOLATE_HOST_CGROUP_H
#define RING3_ISOLATE_HOST_CGROUP_H

#include "isolate/host/host.h"

/* Looks at the layout (v1, v2, hybrid, none) and tries to make a group in each
 * hierarchy, which is removed at once. Nothing else is changed. */
void host_probe_cgroups(struct host_feature *feature);

#endif
