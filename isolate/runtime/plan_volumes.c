/* Volumes: what is lent to a container, what is mounted empty, and the mount points.
 *
 * All these rows but the cuts are carried out when the old root is gone: whatever the
 * links in DIR say, and whoever changes them meanwhile, no path leads to the host any
 * more.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>

#include "isolate/kernel.h"
#include "isolate/runtime/planner.h"
#include "labs/kit/cleanup.h"

/* ---- mount points ---- */

int planner_kind_below(const char *folder, const char *path)
{
    struct kernel_open how = {.flags = O_PATH | O_CLOEXEC, .resolve = 0x10 /* IN_ROOT */};
    cleanup_fd int root = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    cleanup_fd int fd = kernel_openat2(root, path, &how);
    struct stat status;
    return fd < 0 || fstat(fd, &status) < 0 ? 0 : (int)(status.st_mode & S_IFMT);
}

/* The length of `parent` if `path` lies below it, or is it; 0 if not. */
static size_t below(const char *path, const char *parent)
{
    size_t length = strlen(parent);
    if (strncmp(path, parent, length) != 0 || (path[length] && path[length] != '/'))
        return 0;
    return length;
}

/* The wish that `target` lies in, among the first `count`: the deepest. */
static const struct mount_wish *cover_of(const struct planner *p, const char *target,
                                         size_t count)
{
    const struct mount_wish *cover = NULL;
    for (size_t i = 0; i < count; i++)
        if (below(target, p->wishes[i].target))
            cover = &p->wishes[i];
    return cover;
}

/* Is it in what we have mounted ourselves? There points can be made. */
static bool is_ours(const char *target)
{
    static const char *const ours[] = {"/dev", "/proc", "/sys", NULL};
    for (size_t i = 0; ours[i]; i++)
        if (below(target, ours[i]))
            return true;
    return false;
}

static int no_point(struct planner *p, const char *target, const char *where)
{
    return error_set(p->error, STATUS_REQUEST,
                     "%s does not exist in %s to mount on (make it there, or choose a "
                     "name that %s does not have)",
                     target, where, where);
}

/* The mount point is there already: it must be of the same kind. */
static int check_kind(struct planner *p, const char *target, const char *folder, int kind,
                      bool file)
{
    if (file != (kind == S_IFDIR))
        return 0;
    return error_set(p->error, STATUS_REQUEST,
                     "%s is a %s in %s: only a %s can be mounted there", target,
                     file ? "directory" : "file", folder, file ? "directory" : "file");
}

/* In a folder that is lent, nothing is made. */
static int point_in_volume(struct planner *p, const struct mount_wish *cover,
                           const char *target, bool file)
{
    if (!strcmp(cover->target, target))
        return error_set(p->error, STATUS_REQUEST, "%s is asked for twice", target);
    if (cover->kind == MOUNT_TMPFS) {
        plan_point(p->plan, target, file);
        return 0;
    }
    int kind = planner_kind_below(cover->source, target + strlen(cover->target));
    if (!kind)
        return no_point(p, target, cover->source);
    return check_kind(p, target, cover->source, kind, file);
}

/* No point can be made where a link stands. Links further up that lead to nothing are the
 * kernel's to refuse. */
static bool is_link_to_nothing(const char *folder, const char *path)
{
    struct kernel_open how = {.flags = O_PATH | O_CLOEXEC | O_NOFOLLOW,
                              .resolve = 0x10 /* IN_ROOT */};
    cleanup_fd int root = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    cleanup_fd int fd = kernel_openat2(root, path, &how);
    struct stat status;
    return fd >= 0 && fstat(fd, &status) == 0 && S_ISLNK(status.st_mode) &&
           !planner_kind_below(folder, path);
}

/* Rows that make the mount point of a target, when it must be made. */
static int need_point(struct planner *p, const char *target, size_t earlier, bool file)
{
    const struct mount_wish *cover = cover_of(p, target, earlier);
    if (cover)
        return point_in_volume(p, cover, target, file);
    int kind = is_ours(target) ? 0 : planner_kind_below(p->wish->folder, target);
    char first[256];
    snprintf(first, sizeof first, "%.*s", (int)strcspn(target + 1, "/"), target + 1);
    bool hidden = planner_is_replaced(p, first);
    if (kind && !hidden)
        return check_kind(p, target, p->wish->folder, kind, file);
    if (!hidden && is_link_to_nothing(p->wish->folder, target))
        return error_set(p->error, STATUS_REQUEST,
                         "%s is a link in %s that leads to nothing there: remove it, or "
                         "name what it leads to",
                         target, p->wish->folder);
    if (p->root == ROOT_MIRRORED && !hidden && planner_kind_below("/", first))
        return no_point(p, target, p->wish->folder);
    plan_point(p->plan, target, file);
    return 0;
}

bool planner_lacks_point(const struct planner *p)
{
    for (size_t i = 0; i < p->wish->wish_count; i++)
        if (!cover_of(p, p->wishes[i].target, i) && !is_ours(p->wishes[i].target) &&
            !planner_kind_below(p->wish->folder, p->wishes[i].target))
            return true;
    return false;
}

/* ---- what is mounted ---- */

static int bind_volume(struct planner *p, const struct mount_wish *wish, size_t index)
{
    struct stat status;
    bool read_only = wish->kind == MOUNT_RO_BIND;
    if (stat(wish->source, &status) < 0)
        return error_errno(p->error, STATUS_REQUEST, "volume %s", wish->source);
    if (need_point(p, wish->target, index, !S_ISDIR(status.st_mode)) < 0)
        return -1;
    int slot = plan_cut(p->plan, wish->source,
                        planner_flags(p) | (read_only ? ATTRIBUTE_RDONLY : 0), p->error);
    if (slot < 0 || planner_lend(p, slot, wish->source, read_only, true) < 0)
        return -1;
    plan_attach(p->plan, slot, wish->source, wish->target);
    return 0;
}

static int empty_volume(struct planner *p, const struct mount_wish *wish, size_t index)
{
    uint64_t size = wish->size ? wish->size : UINT64_C(512) << 20;
    if (need_point(p, wish->target, index, false) < 0)
        return -1;
    plan_tmpfs(p->plan, wish->target,
               plan_keep(p->plan, xasprintf("mode=%o,size=%llu,nr_inodes=%llu",
                                            wish->mode ? wish->mode : 01777u,
                                            (unsigned long long)size,
                                            (unsigned long long)size / 1024 + 16)),
               MS_NODEV | (wish->read_only ? MS_RDONLY : 0) |
                   (wish->no_exec ? MS_NOEXEC : 0));
    return 0;
}

int planner_volumes(struct planner *p)
{
    for (size_t i = 0; i < p->wish->wish_count; i++) {
        const struct mount_wish *wish = &p->wishes[i];
        if ((wish->kind == MOUNT_TMPFS ? empty_volume : bind_volume)(p, wish, i) < 0)
            return -1;
    }
    return 0;
}
