/* What making a group and finding one share. For this room alone. */
#ifndef RING3_ISOLATE_CGROUP_FOLDERS_H
#define RING3_ISOLATE_CGROUP_FOLDERS_H

#include "isolate/cgroup/cgroup.h"

/* Opens a folder that exists and adds it to the group; -1 with errno. */
int folder_open(const char *path, bool v2, unsigned controllers, struct cgroup *group);

#endif
