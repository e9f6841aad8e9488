/* Nodes that a container in a user namespace asks for and may not make: made out here, by
 * root, in a file system that nobody sees, and cut out of it.
 *
 *   starter ──fork, with the same descriptors──▶ helper: a mount namespace of its own,
 *      ▲                                         a tmpfs, mknod, open_tree … ──▶ ends
 *      └── the trees stay open: attached nowhere, with the tmpfs alive below them
 *
 * A tree of a detached tmpfs could be cut without a helper, but only since Linux 6.15.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

#include "isolate/kernel.h"
#include "isolate/oci/devices.h"
#include "isolate/oci/root.h"
#include "labs/kit/cleanup.h"

/* The id out here; the id itself when no row has it. */
static unsigned outside(const struct id_maps *maps, unsigned id)
{
    for (size_t i = 0; i < maps->count; i++)
        if (id >= maps->rows[i].inside && id - maps->rows[i].inside < maps->rows[i].count)
            return maps->rows[i].outside + (id - maps->rows[i].inside);
    return id;
}

static int make_node(const struct container *c, const struct device *d, const char *name)
{
    return mknod(name, d->kind | d->mode, makedev(d->major, d->minor)) < 0 ||
                   chown(name, outside(&c->uids, d->uid), outside(&c->gids, d->gid)) < 0
               ? -1
               : 0;
}

static int make_all(const struct root *root)
{
    const struct config_devices *devices = &root->config->linux_->devices;
    static const char stage[] = "/proc";
    if (unshare(CLONE_NEWNS) < 0 ||
        mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
        mount("tmpfs", stage, "tmpfs", MS_NOSUID | MS_NOEXEC, "mode=0755,size=64k") < 0 ||
        chdir(stage) < 0)
        return -1;
    umask(0);
    for (size_t i = 0; i < devices->count; i++) {
        struct device device;
        char name[24];
        snprintf(name, sizeof name, "%zu", i);
        if (device_read(&devices->items[i], &device, NULL) < 0 || device.kind == S_IFIFO)
            continue; /* refused, or made, inside */
        if (make_node(&root->resolution->container, &device, name) == 0)
            root->device_trees[i] =
                kernel_open_tree(AT_FDCWD, name, TREE_CLONE | O_CLOEXEC);
    }
    return 0;
}

static size_t size_of(const struct root *root)
{
    return root->device_count * sizeof *root->device_trees;
}

int devices_cut(struct root *root, struct error *error)
{
    const struct config_linux *l = root->config->linux_;
    int status = 0;
    if (!l || !l->devices.count || !root->new_user || geteuid() != 0)
        return 0;
    root->device_count = l->devices.count;
    void *trees = mmap(NULL, size_of(root), PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (trees == MAP_FAILED)
        return error_errno(error, STATUS_HOST, "no memory");
    root->device_trees = trees;
    for (size_t i = 0; i < l->devices.count; i++)
        root->device_trees[i] = -1;
    pid_t helper = kernel_clone(CLONE_FILES | SIGCHLD);
    if (helper == 0)
        _exit(make_all(root) < 0 ? 1 : 0);
    while (helper > 0 && waitpid(helper, &status, 0) < 0 && errno == EINTR)
        ;
    return helper < 0 ? error_errno(error, STATUS_HOST, "cannot make devices") : 0;
}

void devices_close(const struct root *root)
{
    for (size_t i = 0; i < root->device_count; i++)
        if (root->device_trees[i] >= 0)
            close(root->device_trees[i]);
    munmap(root->device_trees, size_of(root));
}
