/* Groups by their name: those of a container that somebody else has started, and those
 * that a crash has left.
 *
 * A group is made below the one that its maker is in, which need not be ours. So a name
 * is looked for in the whole of each hierarchy that is in sight.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "isolate/cgroup/cgroup.h"
#include "isolate/cgroup/controller.h"
#include "isolate/cgroup/files.h"
#include "isolate/cgroup/folders.h"
#include "isolate/cgroup/layout.h"
#include "isolate/cgroup/place.h"
#include "labs/kit/cleanup.h"

enum { DEPTH_MAX = 12 };

/* One walk through a hierarchy. `see` gets the path of each group whose name begins
 * with the prefix; not 0 ends the walk. */
struct walk {
    const char *prefix;
    int (*see)(const char *path, const char *name, void *context);
    void *context;
    const char *path; /* of the folder whose children are seen */
    int depth;
};

static int walk_children(struct walk *walk, int folder);

// NOLINTNEXTLINE(misc-no-recursion): groups are a tree
static int walk_child(int parent, const char *name, void *context)
{
    struct walk *walk = context;
    cleanup_free char *path = xasprintf("%s/%s", walk->path, name);
    if (!strncmp(name, walk->prefix, strlen(walk->prefix)))
        return walk->see(path, name, walk->context);
    if (walk->depth == DEPTH_MAX)
        return 0;
    cleanup_fd int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    struct walk below = *walk;
    below.path = path;
    below.depth++;
    return walk_children(&below, fd);
}

/* A folder that vanishes meanwhile has nothing that is looked for. */
// NOLINTNEXTLINE(misc-no-recursion)
static int walk_children(struct walk *walk, int folder)
{
    int result = group_each_child(folder, walk_child, walk);
    return result < 0 ? 0 : result;
}

static int walk_hierarchy(const struct hierarchy *h, struct walk walk)
{
    cleanup_fd int fd = open(h->mount, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    walk.path = h->mount;
    return fd < 0 ? 0 : walk_children(&walk, fd);
}

/* ---- by name ---- */

struct search {
    const struct hierarchy *hierarchy;
    const char *name;
    struct cgroup *group;
};

static unsigned controllers_of(const struct hierarchy *h)
{
    return h->controllers | (h->v2 ? CONTROLLER_BIT(CONTROLLER_FREEZER) : 0);
}

static int open_found(const char *path, const char *name, void *context)
{
    const struct search *search = context;
    const struct hierarchy *h = search->hierarchy;
    if (strcmp(name, search->name) != 0)
        return 0;
    folder_open(path, h->v2, controllers_of(h), search->group);
    return 1;
}

/* OCI's "/a/b" is from the top; "a/b" and our own names are looked for first where we
 * would make them. */
static void open_in(const struct hierarchy *h, const char *name, bool from_top,
                    struct cgroup *group)
{
    cleanup_free char *parent = xasprintf("%s%s", h->mount, from_top ? "" : h->own);
    for (size_t top = strlen(h->mount); strlen(parent) >= top;
         *strrchr(parent, '/') = 0) {
        cleanup_free char *path = xasprintf("%s/%s", parent, name);
        if (folder_open(path, h->v2, controllers_of(h), group) == 0)
            return;
    }
    struct search search = {h, name, group};
    if (!from_top && !strchr(name, '/'))
        walk_hierarchy(
            h, (struct walk){.prefix = name, .see = open_found, .context = &search});
}

int cgroup_open(const struct cgroup_wish *wish, struct cgroup *group, struct error *error)
{
    struct layout layout;
    const char *name = place_name(wish, error);
    *group = (struct cgroup){0};
    if (!name || layout_read("", &layout, error) < 0)
        return -1;
    for (size_t i = 0; i < layout.count; i++)
        open_in(&layout.rows[i], name, wish->path && *wish->path == '/', group);
    layout_free(&layout);
    if (group->folder_count)
        return 0;
    return error_set(error, STATUS_HOST, "there is no control group named %s", name);
}

/* ---- by prefix ---- */

struct names {
    void (*see)(const char *name, void *context);
    void *context;
    long count;
};

static int pass_on(const char *path, const char *name, void *context)
{
    struct names *names = context;
    (void)path;
    names->see(name, names->context);
    names->count++;
    return 0;
}

long cgroup_each_name(const char *prefix, void (*see)(const char *name, void *context),
                      void *context, struct error *error)
{
    struct names names = {see, context, 0};
    struct layout layout;
    if (layout_read("", &layout, error) < 0)
        return -1;
    for (size_t i = 0; i < layout.count; i++)
        walk_hierarchy(
            &layout.rows[i],
            (struct walk){.prefix = prefix, .see = pass_on, .context = &names});
    layout_free(&layout);
    return names.count;
}

/* ---- left behind ---- */

/* A lock belongs to an opened file: so that our own is seen too, it is opened anew. */
bool cgroup_is_abandoned(const struct cgroup *group)
{
    for (size_t i = 0; i < group->folder_count; i++) {
        cleanup_fd int fd =
            openat(group->folders[i].fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) < 0)
            return false;
    }
    return !cgroup_is_populated(group);
}
