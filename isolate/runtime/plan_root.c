/* DIR as the root of a container.
 *
 * DIR is never written. What a container writes goes to a layer in memory, and is gone
 * with it: overlayfs shows DIR with that layer upon it.
 *
 *     /tmp          a tmpfs of 64 MiB, in a mount namespace of our own
 *     /tmp/lower    DIR, read-only
 *     /tmp/upper    what is written
 *     /tmp/work     overlayfs' own
 *     /tmp/root     both: the root
 *
 * When the root is changed, all but the last goes out of sight. A read-only root needs no
 * layer, unless DIR lacks a mount point: then the layer holds it.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>

#include "isolate/kernel.h"
#include "isolate/runtime/planner.h"

static const uint64_t default_size = UINT64_C(64) << 20;

/* What DIR itself has under this name, links not followed: one of S_IFMT, or 0. */
static int kind_of_entry(const struct planner *p, const char *name)
{
    struct stat status;
    if (fstatat(p->folder, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
        return 0;
    return (int)(status.st_mode & S_IFMT);
}

static bool has_all_points(struct planner *p)
{
    static const char *const ours[] = {"proc", "dev", "sys", NULL};
    for (size_t i = 0; ours[i]; i++)
        if (kind_of_entry(p, ours[i]) != S_IFDIR)
            return false;
    p->has_folders = true;
    return !planner_lacks_point(p);
}

enum root_kind planner_choose_root(struct planner *p)
{
    if (!planner_has(p, LAYER_MOUNT))
        return ROOT_CHROOT;
    if (p->is_host)
        return ROOT_MIRRORED;
    if (!planner_has(p, LAYER_ROOT) || (p->wish->read_only && has_all_points(p)))
        return ROOT_DIRECT;
    return ROOT_LAYERED;
}

/* The slot of DIR, with the ids that fit who owns it. */
static int cut_root(struct planner *p, bool read_only)
{
    const char *folder = p->wish->folder;
    int slot = plan_cut(p->plan, folder,
                        planner_flags(p) | (read_only ? ATTRIBUTE_RDONLY : 0), p->error);
    if (slot < 0 || planner_lend(p, slot, folder, read_only, false) < 0)
        return -1;
    return slot;
}

static int direct_root(struct planner *p)
{
    int slot = cut_root(p, planner_has(p, LAYER_ROOT));
    if (slot < 0)
        return -1;
    plan_attach(p->plan, slot, p->wish->folder, p->stage);
    return 0;
}

/* The number of files is limited too: an empty file costs the kernel a kilobyte that
 * the size of the tmpfs does not count. */
static const char *stage_options(struct planner *p)
{
    uint64_t size = p->wish->root_size ? p->wish->root_size : default_size;
    return plan_keep(p->plan, xasprintf("mode=0755,size=%llu,nr_inodes=%llu",
                                        (unsigned long long)size,
                                        (unsigned long long)size / 1024 + 256));
}

/* For `isolate diff`, which is asked of containers that stay. */
static int hand_out_layer(struct planner *p, const char *upper)
{
    if (!p->wish->name && !p->wish->detach)
        return 0;
    p->plan->hands_out_layer = true;
    p->plan->layer_slot = plan_cut_inside(p->plan, upper, 0, p->error);
    return p->plan->layer_slot < 0 ? -1 : 0;
}

static int layered_root(struct planner *p)
{
    static const char *const folders[] = {"/tmp/lower", "/tmp/upper", "/tmp/work",
                                          "/tmp/root", NULL};
    int slot = cut_root(p, true);
    if (slot < 0)
        return -1;
    plan_tmpfs(p->plan, p->stage, stage_options(p), MS_NODEV);
    for (size_t i = 0; folders[i]; i++)
        plan_mkdir(p->plan, folders[i]);
    plan_attach(p->plan, slot, p->wish->folder, folders[0]);
    unsigned long attributes = planner_flags(p);
    plan_build(p->plan, (struct operation){
                            OPERATION_MOUNT, .source = "overlay", .target = folders[3],
                            .type = "overlay",
                            .flags = (attributes & ATTRIBUTE_NOSUID ? MS_NOSUID : 0) |
                                     (attributes & ATTRIBUTE_NODEV ? MS_NODEV : 0),
                            .text = planner_has(p, LAYER_USER)
                                        ? "lowerdir=/tmp/lower,upperdir=/tmp/upper,"
                                          "workdir=/tmp/work,userxattr"
                                        : "lowerdir=/tmp/lower,upperdir=/tmp/upper,"
                                          "workdir=/tmp/work"});
    p->stage = folders[3];
    return hand_out_layer(p, folders[1]);
}

/* Without a mount namespace there is only chroot(2), with nothing mounted in it; without
 * that, too, the root of the host. */
static int chroot_only(struct planner *p)
{
    if (!planner_has(p, LAYER_PIVOT))
        return 0;
    plan_build(p->plan, (struct operation){OPERATION_CHDIR, .target = p->wish->folder});
    plan_build(p->plan, (struct operation){OPERATION_CHROOT, .target = "."});
    return 0;
}

int planner_root(struct planner *p)
{
    static int (*const makers[])(struct planner *) = {
        [ROOT_DIRECT] = direct_root,
        [ROOT_LAYERED] = layered_root,
        [ROOT_MIRRORED] = planner_mirror,
        [ROOT_CHROOT] = chroot_only,
    };
    return makers[p->root](p);
}

void planner_folder(struct planner *p, const char *path)
{
    const char *name = strrchr(path, '/') + 1;
    if (p->has_folders)
        return;
    int kind = p->root == ROOT_MIRRORED ? 0 : kind_of_entry(p, name);
    if (kind == S_IFDIR)
        return;
    if (kind)
        plan_build(p->plan, (struct operation){OPERATION_UNLINK, .target = path});
    plan_mkdir(p->plan, path);
}
