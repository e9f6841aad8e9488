/* Which hierarchies of control groups are in sight, and where we are in each.
 *
 * Two files of the kernel say it: /proc/self/mountinfo (what is mounted where, and
 * which group the mount shows as its top) and /proc/self/cgroup (our group in each
 * hierarchy, seen from the root of our cgroup namespace). proc_pid_mountinfo(5),
 * cgroups(7).
 */
#ifndef RING3_ISOLATE_CGROUP_LAYOUT_H
#define RING3_ISOLATE_CGROUP_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "labs/kit/error.h"

enum { HIERARCHIES_MAX = 16 };

struct hierarchy {
    bool v2;
    bool read_only;       /* the mount is */
    unsigned controllers; /* CONTROLLER_BITs; 0 for a named one such as systemd's */
    char *mount;          /* "/sys/fs/cgroup/memory" */
    char *top;            /* the group that is seen there: "/", or that of a container */
    char *own;            /* our group below the mount: "" or "/user.slice/…" */
};

struct layout {
    struct hierarchy rows[HIERARCHIES_MAX];
    size_t count;
};

enum layout_kind { LAYOUT_NONE, LAYOUT_V1, LAYOUT_V2, LAYOUT_HYBRID };
extern const char *const layout_kind_names[]; /* none v1 v2 hybrid */

/* Reads both files below `root` ("" is this machine; tests show other hosts), and what
 * controllers v2 has from its cgroup.controllers. */
int layout_read(const char *root, struct layout *layout, struct error *error);

/* The same for this machine, as far as these controllers are concerned (CONTROLLER_BITs):
 * where they are at their usual places, /proc/self/mountinfo is not read, which alone
 * takes a tenth of the time that a group costs. */
int layout_read_for(unsigned needed, struct layout *layout, struct error *error);

/* From the text of the two files. Lines that are not understood are passed over. The
 * controllers of v2 are left 0, because neither file names them. */
void layout_parse(const char *mountinfo, const char *groups, struct layout *layout);

void layout_free(struct layout *layout);
enum layout_kind layout_kind(const struct layout *layout);

/* The hierarchy with this controller; v2 one that has it only "always" (freezer,
 * devices) too. NULL when there is none. */
const struct hierarchy *layout_find(const struct layout *layout, unsigned controller);
const struct hierarchy *layout_v2(const struct layout *layout);

#endif
