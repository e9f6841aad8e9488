/* The life of a group: made, entered, kept as text, closed. See cgroup.h.
 *
 * Making one is, per hierarchy: mkdir, open, a lock, and one write for each limit.
 * The lock (flock on the folder) says that the maker lives; the kernel drops it with
 * the maker, however that ends, and what has no lock and no process is a leftover.
 */
#include "isolate/cgroup/cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/cgroup/controller.h"
#include "isolate/cgroup/files.h"
#include "isolate/cgroup/folders.h"
#include "isolate/cgroup/limits.h"
#include "isolate/cgroup/place.h"
#include "labs/kit/cleanup.h"

/* ---- the folder ---- */

/* v1: a group without processors and memory nodes takes no process. */
static void inherit_cpuset(const char *child)
{
    static const char *const files[] = {"cpuset.cpus", "cpuset.mems"};
    cleanup_fd int to = open(child, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    cleanup_fd int from = openat(to, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (size_t i = 0; from >= 0 && i < 2; i++) {
        char text[1024];
        if (group_get(to, files[i], text, sizeof text) >= 0 && text[0] > '\n')
            continue;
        if (group_get(from, files[i], text, sizeof text) > 0)
            group_put(to, files[i], text);
    }
}

/* Makes `path` and what is missing between it and the parent. */
static int make_folders(const struct place *place, const char *path)
{
    cleanup_free char *walk = xstrdup(path);
    unsigned on = place->v2 ? place->controllers : 0;
    char *at = walk + strlen(place->parent);
    for (;;) {
        char *slash = strchr(at + 1, '/');
        if (slash)
            *slash = 0;
        if (mkdir(walk, 0755) < 0 && (errno != EEXIST || !slash))
            return -1;
        if (place->cpuset)
            inherit_cpuset(walk);
        if (!slash)
            return 0;
        place_switch_on(walk, on & ~CONTROLLER_BIT(CONTROLLER_CPUACCT));
        *slash = '/';
        at = slash;
    }
}

int folder_open(const char *path, bool v2, unsigned controllers, struct cgroup *group)
{
    if (group->folder_count == CGROUP_HIERARCHIES_MAX)
        return -1;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    group->folders[group->folder_count++] = (struct cgroup_folder){
        .path = xstrdup(path),
        .controllers = controllers,
        .v2 = v2,
        .fd = fd,
        .tasks = v2 ? -1 : openat(fd, "tasks", O_WRONLY | O_CLOEXEC)};
    return 0;
}

void cgroup_close(struct cgroup *group)
{
    for (size_t i = 0; i < group->folder_count; i++) {
        struct cgroup_folder *folder = &group->folders[i];
        close(folder->fd);
        if (folder->tasks >= 0)
            close(folder->tasks);
        free(folder->path);
    }
    group->folder_count = 0;
}

/* ---- made ---- */

static int make_folder(const struct cgroup_wish *wish, const struct place *place,
                       struct cgroup *group, struct error *error)
{
    cleanup_free char *path = xasprintf("%s/%s", place->parent, place->name);
    bool existed = make_folders(place, path) < 0;
    if (existed && (errno != EEXIST || !wish->path))
        return errno == EEXIST
                   ? error_set(error, STATUS_REQUEST,
                               "the control group %s exists: another name is needed",
                               path)
                   : error_errno(error, STATUS_HOST, "cannot make the control group %s",
                                 path);
    if (folder_open(path, place->v2, place->controllers, group) < 0)
        return error_errno(error, STATUS_HOST, "cannot open the control group %s", path);
    struct cgroup_folder *folder = &group->folders[group->folder_count - 1];
    flock(folder->fd, LOCK_SH | LOCK_NB);
    struct cgroup alone = {.folders = {*folder}, .folder_count = 1};
    if (existed && cgroup_is_populated(&alone))
        return error_set(error, STATUS_REQUEST,
                         "the control group %s is there already, with processes in it",
                         path);
    return limits_write(group, folder, wish, error);
}

int cgroup_create(const struct cgroup_wish *wish, struct cgroup *group,
                  struct error *error)
{
    struct layout layout;
    struct places places = {0};
    *group = (struct cgroup){0};
    bool all = wish->everywhere || wish->unified_count;
    if ((all ? layout_read("", &layout, error)
             : layout_read_for(place_controllers(wish), &layout, error)) < 0)
        return -1;
    int result = places_choose(wish, &layout, &places, group, error);
    for (size_t i = 0; result == 0 && i < places.count; i++)
        result = make_folder(wish, &places.rows[i], group, error);
    if (result < 0)
        cgroup_remove(group, NULL);
    places_free(&places);
    layout_free(&layout);
    return result;
}

int cgroup_insist(const struct cgroup *group, struct error *error)
{
    char text[ERROR_MAX];
    size_t length = 0;
    if (!group->gap_count)
        return 0;
    for (size_t i = 0; i < group->gap_count && length < sizeof text; i++) {
        const struct cgroup_gap *gap = &group->gaps[i];
        bool again = i && !strcmp(gap->reason, group->gaps[i - 1].reason);
        int added =
            snprintf(text + length, sizeof text - length, "%s%s%s%s", i ? "; " : "",
                     gap->limit, again ? " too" : ": ", again ? "" : gap->reason);
        length += added > 0 ? (size_t)added : 0;
    }
    return error_set(error, STATUS_HOST, "no limit by a control group here: %s", text);
}

int cgroup_update(struct cgroup *group, const struct cgroup_wish *wish,
                  struct error *error)
{
    unsigned needed = place_controllers(wish), there = 0;
    group->gap_count = 0;
    for (size_t i = 0; i < group->folder_count; i++) {
        there |= group->folders[i].controllers;
        if (limits_write(group, &group->folders[i], wish, error) < 0)
            return -1;
    }
    for (unsigned i = 0; i < CONTROLLER_COUNT; i++)
        if (needed & ~there & CONTROLLER_BIT(i))
            place_gap(group, controller_names[i].v1 ? controller_names[i].v1 : "misc",
                      "the container was started without a group for this");
    return cgroup_insist(group, error);
}

/* ---- entered ---- */

int cgroup_clone_fd(const struct cgroup *group)
{
    for (size_t i = 0; i < group->folder_count; i++)
        if (group->folders[i].v2)
            return group->folders[i].fd;
    return -1;
}

/* "0" is whoever writes; the files were opened by the maker, whose right counts. It is
 * `tasks`, not cgroup.procs: for one thread that moves itself, the kernel need not stop
 * every fork and exit of the machine for a moment. */
int cgroup_enter_self(const struct cgroup *group, bool with_v2)
{
    for (size_t i = 0; i < group->folder_count; i++) {
        const struct cgroup_folder *folder = &group->folders[i];
        if (folder->v2 ? with_v2 && group_put(folder->fd, "cgroup.procs", "0") < 0
                       : write(folder->tasks, "0", 1) < 0)
            return -1;
    }
    return 0;
}

int cgroup_enter(const struct cgroup *group, pid_t pid, struct error *error)
{
    char text[16];
    snprintf(text, sizeof text, "%d", (int)pid);
    for (size_t i = 0; i < group->folder_count; i++)
        if (group_put(group->folders[i].fd, "cgroup.procs", text) < 0)
            return error_errno(error, STATUS_HOST, "cannot move process %s to %s", text,
                               group->folders[i].path);
    return 0;
}

/* ---- as text ---- */

char *cgroup_text(const struct cgroup *group)
{
    char *text = xstrdup("");
    for (size_t i = 0; i < group->folder_count; i++) {
        const struct cgroup_folder *folder = &group->folders[i];
        char names[128], *longer;
        /* v1's names say more: freezer and devices have none in v2. */
        controller_list(folder->controllers, false, names, sizeof names);
        longer = xasprintf("%s%s %s %s\n", text, folder->v2 ? "v2" : "v1",
                           *names ? names : "-", folder->path);
        free(text);
        text = longer;
    }
    return text;
}

int cgroup_open_text(const char *text, struct cgroup *group, struct error *error)
{
    cleanup_free char *copy = xstrdup(text);
    char *rest = copy;
    *group = (struct cgroup){0};
    for (char *line; (line = strsep(&rest, "\n"));) {
        char *version = strsep(&line, " "), *names = line ? strsep(&line, " ") : NULL;
        if (!*version)
            continue;
        if (!line || *line != '/' || version[0] != 'v' || !strchr("12", version[1])) {
            cgroup_close(group);
            return error_set(error, STATUS_REQUEST,
                             "\"%.80s\" does not say where a control group is", text);
        }
        folder_open(line, version[1] == '2', controller_bits(names, false), group);
    }
    return 0;
}
