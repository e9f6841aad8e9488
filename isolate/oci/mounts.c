/* The mounts of config.json, one after the other. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "isolate/kernel.h"
#include "isolate/oci/in_root.h"
#include "isolate/oci/oci.h"
#include "isolate/oci/root.h"
#include "labs/kit/cleanup.h"

/* Flags that belong to the file system, not to the place where it is seen. */
static const unsigned long file_system_flags =
    MS_SYNCHRONOUS | MS_DIRSYNC | MS_MANDLOCK | MS_I_VERSION | MS_LAZYTIME | MS_SILENT;

int root_attach(const struct root *root, int tree, const char *path, mode_t kind,
                struct error *error)
{
    cleanup_fd int source = tree;
    cleanup_fd int target = in_root_make(root->folder, path, kind, error);
    if (target < 0)
        return -1;
    enum { EMPTY_TARGET = 0x40 }; /* MOVE_MOUNT_T_EMPTY_PATH */
    if (syscall(KERNEL_MOVE_MOUNT, source, "", target, "",
                MOVE_EMPTY_SOURCE | EMPTY_TARGET) == 0)
        return 0;
    return error_errno(error, STATUS_REQUEST, "cannot mount on %s", path);
}

/* "ro" and its like of one mount, "rro" of the tree. */
static int set_attributes(int mount, const struct mount_options *o, bool bind,
                          struct error *error)
{
    enum { ATIME_MASK = 0x70 };
    struct kernel_mount_attributes tree = {.set = o->set, .clear = o->clear};
    struct kernel_mount_attributes top = {.set = mount_attributes(o->flags),
                                          .clear = mount_attributes(o->cleared)};
    if (top.set & ATIME_MASK)
        top.clear |= ATIME_MASK;
    if ((bind && (top.set || top.clear) &&
         kernel_mount_setattr(mount, "", AT_EMPTY_PATH, &top) < 0) ||
        ((tree.set || tree.clear) &&
         kernel_mount_setattr(mount, "", AT_EMPTY_PATH | TREE_RECURSIVE, &tree) < 0))
        return error_errno(error, STATUS_HOST, "mount_setattr");
    return 0;
}

static int set_propagation(int mount, unsigned long propagation, struct error *error)
{
    struct kernel_mount_attributes attributes = {.propagation = propagation &
                                                                ~(unsigned long)MS_REC};
    unsigned tree = propagation & MS_REC ? TREE_RECURSIVE : 0;
    if (!propagation ||
        kernel_mount_setattr(mount, "", AT_EMPTY_PATH | tree, &attributes) == 0)
        return 0;
    return error_errno(error, STATUS_HOST, "mount_setattr(propagation)");
}

static int make_bind(const struct root *root, struct root_mount *m, struct error *error)
{
    struct stat status;
    cleanup_fd int tree = steal_fd(&m->tree);
    if (fstat(tree, &status) < 0)
        return error_errno(error, STATUS_HOST, "%s", m->from->source);
    if (set_attributes(tree, &m->options, true, error) < 0 ||
        set_propagation(tree, m->options.propagation, error) < 0)
        return -1;
    mode_t kind = S_ISDIR(status.st_mode) ? S_IFDIR : S_IFREG;
    return root_attach(root, steal_fd(&tree), m->from->destination, kind, error);
}

/* A tmpfs looks like the folder that it covers, unless it is told otherwise. */
static void keep_mode(const char *type, int target, char *data, size_t size)
{
    struct stat status;
    size_t length = strlen(data);
    if (strcmp(type, "tmpfs") != 0 || strstr(data, "mode=") || fstat(target, &status) < 0)
        return;
    snprintf(data + length, size - length, "%smode=%04o", length ? "," : "",
             status.st_mode & 07777u);
}

/* SELinux: what the files of a file system made here are labelled with. */
static void add_label(const struct root *root, const char *type, char *data, size_t size)
{
    const char *label = root->config->linux_ ? root->config->linux_->mount_label : NULL;
    size_t length = strlen(data);
    if (!label || !*label || access("/sys/fs/selinux/enforce", F_OK) < 0 ||
        (strcmp(type, "tmpfs") != 0 && strcmp(type, "devpts") != 0 &&
         strcmp(type, "mqueue") != 0))
        return;
    snprintf(data + length, size - length, "%scontext=\"%s\"", length ? "," : "", label);
}

/* Where the kernel gives no new one (in a user namespace without the network namespace
 * that it belongs to, or below a covered /proc): the host's, as crun does. */
static int bind_instead(const struct root *root, const struct root_mount *m,
                        struct error *error)
{
    static const struct {
        const char *type, *path;
    } places[] = {
        {"proc", "/proc"}, {"sysfs", "/sys"}, {"mqueue", "/dev/mqueue"}, {NULL, NULL}};
    int reason = errno;
    size_t i = 0;
    while (places[i].type && strcmp(places[i].type, m->from->type) != 0)
        i++;
    cleanup_fd int tree = -1;
    if (root->new_user && reason == EPERM && places[i].type)
        tree = kernel_open_tree(AT_FDCWD, places[i].path,
                                TREE_CLONE | TREE_RECURSIVE | O_CLOEXEC);
    errno = reason;
    if (tree < 0)
        return error_errno(error, STATUS_HOST, "cannot mount %s", m->from->type);
    if (set_attributes(tree, &m->options, true, error) < 0)
        return -1;
    return root_attach(root, steal_fd(&tree), m->from->destination, S_IFDIR, error);
}

/* The mount that lies on `path` now. */
static int open_top(const struct root *root, const char *path, struct error *error)
{
    int fd = in_root_open(root->folder, path, O_PATH);
    return fd < 0 ? error_errno(error, STATUS_HOST, "%s", path) : fd;
}

static int finish(const struct root *root, const struct root_mount *m, int covered,
                  struct error *error)
{
    cleanup_fd int top = open_top(root, m->from->destination, error);
    if (top < 0)
        return -1;
    if (m->options.copy_up && tree_copy(covered, top, error) < 0)
        return -1;
    if (m->options.copy_up && m->options.flags & MS_RDONLY) {
        struct kernel_mount_attributes read_only = {.set = ATTRIBUTE_RDONLY};
        if (kernel_mount_setattr(top, "", AT_EMPTY_PATH, &read_only) < 0)
            return error_errno(error, STATUS_HOST, "mount_setattr");
    }
    if (set_attributes(top, &m->options, false, error) < 0)
        return -1;
    return set_propagation(top, m->options.propagation, error);
}

static int make_file_system(const struct root *root, const struct root_mount *m,
                            struct error *error)
{
    char data[sizeof m->options.data + 300];
    const char *type = m->from->type ? m->from->type : "none";
    const char *source = m->from->source ? m->from->source : type;
    unsigned long flags = m->options.flags & ~(unsigned long)MS_REMOUNT;
    cleanup_fd int target =
        in_root_make(root->folder, m->from->destination, S_IFDIR, error);
    if (target < 0)
        return -1;
    snprintf(data, sizeof data, "%s", m->options.data);
    keep_mode(type, target, data, sizeof data);
    add_label(root, type, data, sizeof data);
    if (m->options.copy_up) /* first it must be written */
        flags &= ~(unsigned long)MS_RDONLY;
    if (mount(source, fd_path(target).text, type, flags, data) < 0) {
        if (errno == EPERM && bind_instead(root, m, error) == 0)
            return 0;
        if (errno == EINVAL && *data)
            return error_errno(error, STATUS_REQUEST, "cannot mount %s with %s", type,
                               data);
        return error_errno(error, STATUS_REQUEST, "cannot mount %s", type);
    }
    return finish(root, m, target, error);
}

/* "remount": other flags for what is there. */
static int remount(const struct root *root, const struct root_mount *m,
                   struct error *error)
{
    cleanup_fd int top = open_top(root, m->from->destination, error);
    if (top < 0)
        return -1;
    if (m->options.flags & file_system_flags || *m->options.data) {
        if (mount(NULL, fd_path(top).text, NULL, m->options.flags | MS_REMOUNT,
                  m->options.data) < 0)
            return error_errno(error, STATUS_REQUEST, "cannot remount");
        return 0;
    }
    return set_attributes(top, &m->options, true, error);
}

static int make_one(const struct root *root, struct root_mount *m, struct error *error)
{
    if (m->options.flags & MS_REMOUNT)
        return remount(root, m, error);
    if (m->options.bind)
        return make_bind(root, m, error);
    if (m->from->type && !strcmp(m->from->type, "cgroup"))
        return mount_cgroups(root, m, error);
    return make_file_system(root, m, error);
}

int mounts_make(const struct root *root, struct error *error)
{
    for (size_t i = 0; i < root->config->mounts.count; i++)
        if (make_one(root, &root->mounts[i], error) < 0)
            return error_wrap(error, "config.json: mounts[%zu] on %s", i,
                              root->mounts[i].from->destination);
    return 0;
}
