/* Device nodes: those of linux.devices, and those that every container has
 * (config-linux.md, Default Devices), with the links that programs expect. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "isolate/kernel.h"
#include "isolate/oci/devices.h"
#include "isolate/oci/in_root.h"
#include "isolate/oci/root.h"
#include "labs/kit/cleanup.h"

static const struct device always[] = {
    {"/dev/null", S_IFCHR, 1, 3, 0666, 0, 0},
    {"/dev/zero", S_IFCHR, 1, 5, 0666, 0, 0},
    {"/dev/full", S_IFCHR, 1, 7, 0666, 0, 0},
    {"/dev/tty", S_IFCHR, 5, 0, 0666, 0, 0},
    {"/dev/random", S_IFCHR, 1, 8, 0666, 0, 0},
    {"/dev/urandom", S_IFCHR, 1, 9, 0666, 0, 0},
};

static const struct {
    const char *path, *target;
} links[] = {
    {"/dev/fd", "/proc/self/fd"},       {"/dev/stdin", "/proc/self/fd/0"},
    {"/dev/stdout", "/proc/self/fd/1"}, {"/dev/stderr", "/proc/self/fd/2"},
    {"/dev/core", "/proc/kcore"},       {"/dev/ptmx", "pts/ptmx"},
};

/* A user namespace may make no devices: the host's own are lent. */
static int lend(const struct root *root, const struct device *d, struct error *error)
{
    int tree = kernel_open_tree(AT_FDCWD, d->path, TREE_CLONE | O_CLOEXEC);
    if (tree < 0)
        return error_errno(error, STATUS_REQUEST, "cannot lend %s", d->path);
    return root_attach(root, tree, d->path, S_IFREG, error);
}

static bool is_there(int folder, const char *name, const struct device *d)
{
    struct stat status;
    return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           (status.st_mode & S_IFMT) == d->kind &&
           (d->kind == S_IFIFO || status.st_rdev == makedev(d->major, d->minor));
}

static int make(const struct root *root, const struct device *d, struct error *error)
{
    const char *name;
    if (root->new_user && d->kind != S_IFIFO)
        return lend(root, d, error);
    cleanup_fd int folder = in_root_parent(root->folder, d->path, &name, error);
    if (folder < 0)
        return -1;
    if (mknodat(folder, name, d->kind | d->mode, makedev(d->major, d->minor)) < 0) {
        if (errno == EEXIST && is_there(folder, name, d))
            return 0;
        if (errno == EPERM)
            return lend(root, d, error);
        return error_errno(error, STATUS_REQUEST, "cannot make %s", d->path);
    }
    if (fchownat(folder, name, d->uid, d->gid, AT_SYMLINK_NOFOLLOW) < 0)
        return error_errno(error, STATUS_HOST, "cannot give %s to %u:%u", d->path,
                           (unsigned)d->uid, (unsigned)d->gid);
    return 0;
}

static int kind_of(const char *type, mode_t *kind)
{
    *kind = !strcmp(type, "b")                         ? S_IFBLK
            : !strcmp(type, "p")                       ? S_IFIFO
            : !strcmp(type, "c") || !strcmp(type, "u") ? S_IFCHR
                                                       : 0;
    return *kind ? 0 : -1;
}

int device_read(const struct config_device *from, struct device *device,
                struct error *error)
{
    *device = (struct device){
        .path = from->path,
        .major = (unsigned)from->major.value,
        .minor = (unsigned)from->minor.value,
        .mode = from->file_mode.given ? (mode_t)from->file_mode.value & 07777 : 0666,
        .uid = (uid_t)from->uid.value,
        .gid = (gid_t)from->gid.value,
    };
    if (kind_of(from->type, &device->kind) < 0)
        return error_set(error, STATUS_REQUEST, "type %s: it is c, b, u or p",
                         from->type);
    if (device->kind != S_IFIFO && (!from->major.given || !from->minor.given))
        return error_set(error, STATUS_REQUEST, "major and minor are needed");
    return 0;
}

/* In a user namespace, where devices_cut() could not make it, the host's own is lent. */
static int make_asked_for(const struct root *root, size_t index, struct error *error)
{
    struct device device;
    if (device_read(&root->config->linux_->devices.items[index], &device, error) < 0)
        return -1;
    int tree = root->device_trees ? root->device_trees[index] : -1;
    if (tree < 0)
        return make(root, &device, error);
    root->device_trees[index] = -1;
    return root_attach(root, tree, device.path, S_IFREG, error);
}

static int make_link(const struct root *root, const char *path, const char *target,
                     struct error *error)
{
    const char *name;
    cleanup_fd int folder = in_root_parent(root->folder, path, &name, error);
    if (folder < 0)
        return -1;
    if (symlinkat(target, folder, name) == 0 || errno == EEXIST)
        return 0;
    return error_errno(error, STATUS_REQUEST, "cannot make %s", path);
}

/* A /dev that is lent from the host stays as it is. */
static bool dev_is_lent(const struct root *root)
{
    for (size_t i = 0; i < root->config->mounts.count; i++)
        if (root->mounts[i].options.bind &&
            is_path(root->mounts[i].from->destination, "/dev"))
            return true;
    return false;
}

int devices_make(const struct root *root, struct error *error)
{
    const struct config_linux *l = root->config->linux_;
    for (size_t i = 0; l && i < l->devices.count; i++)
        if (make_asked_for(root, i, error) < 0)
            return error_wrap(error, "config.json: linux.devices[%zu]", i);
    if (dev_is_lent(root))
        return 0;
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (make(root, &always[i], error) < 0)
            return -1;
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        if (make_link(root, links[i].path, links[i].target, error) < 0)
            return -1;
    return 0;
}
