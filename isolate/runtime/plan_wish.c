/* From what was asked to a table of operations, for `isolate run`.
 *
 * The order, and why:
 *   1. cut every tree that the container needs out of the host (open_tree), while
 *      the host's paths still mean what the user meant;
 *   2. put the root together on /tmp of a mount namespace of our own: no folder
 *      is made on the host, so nothing can be left there;
 *   3. make a new /proc and /sys, attached nowhere yet: the kernel does so only for
 *      those who see one already; and a /dev with the host's devices in it, which is
 *      mounted by a call that follows no link in its place;
 *   4. pivot_root. Until the old root is dropped it lies upon the new one, and ".." in
 *      "/" leads into it: a link "../tmp/x" in DIR would lead to the host. So no path
 *      of DIR is followed; meanwhile what is the host's in the new /proc is covered;
 *   5. the network namespace, which another thread has been making (network_maker.h),
 *      and with it /sys; then drop the old root;
 *   6. only then follow paths of DIR: make mount points and mount.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "isolate/kernel.h"
#include "isolate/runtime/planner.h"

unsigned long planner_flags(const struct planner *p)
{
    return (planner_has(p, LAYER_NO_NEW_PRIVILEGES) ? ATTRIBUTE_NOSUID : 0) |
           (planner_has(p, LAYER_DEV) ? ATTRIBUTE_NODEV : 0);
}

/* Ids that root's range already owns need no map. */
static bool is_in_range(const struct stat *status)
{
    return status->st_uid >= IDENTITY_BASE &&
           status->st_uid < IDENTITY_BASE + IDENTITY_COUNT;
}

/* The rule for root: no file that a container makes may belong to root out here,
 * because a set-user-id bit on such a file is the whole machine. A folder that can
 * be written is therefore mapped through one id alone, that of its owner, and
 * refused when the owner is root. */
int planner_lend(struct planner *p, int slot, const char *folder, bool read_only,
                 bool needed)
{
    struct stat status;
    if (!p->identity->range || !planner_has(p, LAYER_USER))
        return 0;
    if (stat(folder, &status) < 0)
        return error_errno(p->error, STATUS_REQUEST, "%s", folder);
    if (is_in_range(&status))
        return 0;
    if (!read_only && status.st_uid == 0)
        return error_set(p->error, STATUS_REQUEST,
                         "%s belongs to root, and so would all that a container writes "
                         "there: lend it read-only, or give it to a user first (chown "
                         "-hR %u:%u is nobody)",
                         folder, IDENTITY_BASE, IDENTITY_BASE);
    struct plan_ids *ids = &p->plan->ids[slot];
    ids->wanted = true;
    ids->needed = needed && !read_only;
    if (!read_only) {
        ids->owner = status.st_uid;
        ids->group = status.st_gid;
    }
    return 0;
}

static int check_folder(struct planner *p)
{
    const char *folder = p->wish->folder;
    struct stat status, host;
    p->folder = open(folder, O_PATH | O_CLOEXEC);
    if (p->folder < 0 || fstat(p->folder, &status) < 0 || stat("/", &host) < 0)
        return error_errno(p->error, STATUS_REQUEST, "%s", folder);
    if (!S_ISDIR(status.st_mode))
        return error_set(p->error, STATUS_REQUEST,
                         "%s is not a directory (DIR becomes the root of the container)",
                         folder);
    p->is_host = status.st_dev == host.st_dev && status.st_ino == host.st_ino;
    if (p->is_host && !p->wish->read_only)
        return error_set(p->error, STATUS_REQUEST,
                         "%s is this machine's own root: it can only be lent with "
                         "--read-only",
                         folder);
    return 0;
}

/* By length: a path is longer than those that it lies in. */
static void sort_wishes(struct planner *p)
{
    const struct wish *wish = p->wish;
    for (size_t i = 0; i < wish->wish_count; i++) {
        size_t at = i;
        for (; at && strlen(p->wishes[at - 1].target) > strlen(wish->wishes[i].target);
             at--)
            p->wishes[at] = p->wishes[at - 1];
        p->wishes[at] = wish->wishes[i];
    }
}

static void change_root(struct planner *p)
{
    plan_build(p->plan, (struct operation){OPERATION_CHDIR, .target = p->stage});
    if (planner_has(p, LAYER_PIVOT))
        plan_build(p->plan, (struct operation){.kind = OPERATION_PIVOT_ROOT});
    else
        plan_build(p->plan, (struct operation){OPERATION_CHROOT, .target = "."});
}

static void drop_old_root(struct planner *p)
{
    if (planner_has(p, LAYER_PIVOT))
        plan_build(p->plan, (struct operation){OPERATION_UMOUNT, .target = "."});
}

/* In a root in memory every mount point is made while it can be written; it is closed
 * once all is mounted. */
static void close_root(struct planner *p)
{
    if (p->root == ROOT_DIRECT || !p->wish->read_only || !planner_has(p, LAYER_ROOT))
        return;
    plan_build(p->plan, (struct operation){OPERATION_SETATTR, .target = "/", .slot = -1,
                                           .flags = ATTRIBUTE_RDONLY});
}

static int fill_root(struct planner *p)
{
    planner_sys(p);
    planner_attach_dev(p);
    planner_cover(p);
    if (planner_volumes(p) < 0)
        return -1;
    planner_close_dev(p);
    close_root(p);
    return 0;
}

static int make(struct planner *p)
{
    if (check_folder(p) < 0)
        return -1;
    sort_wishes(p);
    p->root = planner_choose_root(p);
    if (planner_root(p) < 0)
        return -1;
    if (p->root == ROOT_CHROOT)
        return 0;
    if (planner_new_proc(p) < 0 || planner_dev(p) < 0)
        return -1;
    change_root(p);
    planner_cover_early(p);
    if (planner_new_sys(p) < 0)
        return -1;
    drop_old_root(p);
    return fill_root(p);
}

int plan_make(const struct wish *wish, const struct identity *identity, struct plan *plan,
              struct error *error)
{
    *plan = (struct plan){0};
    struct planner p = {.wish = wish,
                        .identity = identity,
                        .plan = plan,
                        .without = wish->without,
                        .proc_slot = -1,
                        .sys_slot = -1,
                        .folder = -1,
                        .stage = "/tmp",
                        .error = error};
    int result = make(&p);
    if (p.folder >= 0)
        close(p.folder);
    return result;
}
