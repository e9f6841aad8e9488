/* Where the groups of a container go: one place per hierarchy that is needed. */
#ifndef RING3_ISOLATE_CGROUP_PLACE_H
#define RING3_ISOLATE_CGROUP_PLACE_H

#include "isolate/cgroup/cgroup.h"
#include "isolate/cgroup/layout.h"

struct place {
    bool v2;
    unsigned controllers; /* those of the wish that can be limited here */
    bool cpuset;          /* v1, and the hierarchy has cpuset, wished for or not */
    char *parent;         /* a group that exists: "/sys/fs/cgroup/user.slice" */
    const char *name;     /* what is made below it, may hold '/'; the wish owns it */
};

struct places {
    struct place rows[CGROUP_HIERARCHIES_MAX];
    size_t count;
};

/* The controllers that a wish needs, CONTROLLER_BITs. */
unsigned place_controllers(const struct cgroup_wish *wish);

/* Chooses. What has no place becomes a gap of `group`. In v2 this switches the
 * controllers on for the children of the chosen parent where they are off. -1 only
 * when the name or path is no good. */
int places_choose(const struct cgroup_wish *wish, const struct layout *layout,
                  struct places *places, struct cgroup *group, struct error *error);
void places_free(struct places *places);

/* Switches on those of `controllers` that are off for the children of a v2 group;
 * 0, or -1 with errno. */
int place_switch_on(const char *parent, unsigned controllers);

/* The name that the groups have below their parents: without the '/' that a path
 * may begin with. NULL and an error for "..", "." and nothing. */
const char *place_name(const struct cgroup_wish *wish, struct error *error);

/* Notes a gap: what does not hold and why. */
void place_gap(struct cgroup *group, const char *limit, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
