/* process.cwd, linux.maskedPaths, linux.readonlyPaths and linux.sysctl. A path that is
 * not there needs no guard. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "isolate/kernel.h"
#include "isolate/oci/in_root.h"
#include "isolate/oci/root.h"
#include "labs/kit/cleanup.h"

/* process.cwd, as long as the root can be written. Where it cannot be made, entering it
 * says so. */
int workdir_make(const struct root *root, struct error *error)
{
    (void)error;
    int made = in_root_make(root->folder, root->config->process->cwd, S_IFDIR, NULL);
    if (made >= 0)
        close(made);
    return 0;
}

/* Absent, or a part of it is no folder. */
static bool is_absent(int reason)
{
    return reason == ENOENT || reason == ENOTDIR;
}

/* ---- masked ---- */

/* A file becomes /dev/null, a folder an empty one that cannot be written. */
static int mask(const struct root *root, const char *path, struct error *error)
{
    struct stat status;
    cleanup_fd int target = in_root_open(root->folder, path, O_PATH);
    if (target < 0 && is_absent(errno))
        return 0;
    if (target < 0 || fstat(target, &status) < 0)
        return error_errno(error, STATUS_HOST, "%s", path);
    int result = S_ISDIR(status.st_mode)
                     ? mount("tmpfs", fd_path(target).text, "tmpfs", MS_RDONLY,
                             "size=0k,nr_inodes=1")
                     : mount("/dev/null", fd_path(target).text, NULL, MS_BIND, NULL);
    return result < 0 ? error_errno(error, STATUS_HOST, "cannot mask %s", path) : 0;
}

int paths_mask(const struct root *root, struct error *error)
{
    const struct config_linux *l = root->config->linux_;
    for (size_t i = 0; l && i < l->masked_paths.count; i++)
        if (mask(root, l->masked_paths.items[i], error) < 0)
            return error_wrap(error, "config.json: linux.maskedPaths[%zu]", i);
    return 0;
}

/* ---- read-only ---- */

static int protect(const struct root *root, const char *path, struct error *error)
{
    struct kernel_mount_attributes read_only = {.set = ATTRIBUTE_RDONLY};
    struct stat status;
    cleanup_fd int target = in_root_open(root->folder, path, O_PATH);
    if (target < 0 && is_absent(errno))
        return 0;
    cleanup_fd int tree = -1;
    if (target >= 0)
        tree = kernel_open_tree(target, "",
                                AT_EMPTY_PATH | TREE_CLONE | TREE_RECURSIVE | O_CLOEXEC);
    if (tree < 0 || fstat(tree, &status) < 0 ||
        kernel_mount_setattr(tree, "", AT_EMPTY_PATH | TREE_RECURSIVE, &read_only) < 0)
        return error_errno(error, STATUS_HOST, "%s", path);
    mode_t kind = S_ISDIR(status.st_mode) ? S_IFDIR : S_IFREG;
    return root_attach(root, steal_fd(&tree), path, kind, error);
}

int paths_protect(const struct root *root, struct error *error)
{
    const struct config_linux *l = root->config->linux_;
    for (size_t i = 0; l && i < l->readonly_paths.count; i++)
        if (protect(root, l->readonly_paths.items[i], error) < 0)
            return error_wrap(error, "config.json: linux.readonlyPaths[%zu]", i);
    return 0;
}

/* ---- sysctls ---- */

/* Those that belong to a namespace; all others would change the host. */
static const struct {
    const char *begin;
    bool whole; /* no more than this */
    const char *namespace;
} own_sysctls[] = {
    {"net.", false, "network"},         {"fs.mqueue.", false, "ipc"},
    {"kernel.msgmax", true, "ipc"},     {"kernel.msgmnb", true, "ipc"},
    {"kernel.msgmni", true, "ipc"},     {"kernel.sem", true, "ipc"},
    {"kernel.shmall", true, "ipc"},     {"kernel.shmmax", true, "ipc"},
    {"kernel.shmmni", true, "ipc"},     {"kernel.shm_rmid_forced", true, "ipc"},
    {"kernel.domainname", true, "uts"},
};

static bool has_namespace(const struct config_linux *l, const char *type)
{
    for (size_t i = 0; i < l->namespaces.count; i++)
        if (!strcmp(l->namespaces.items[i].type, type))
            return true;
    return false;
}

static const char *needed_namespace(const char *name)
{
    for (size_t i = 0; i < sizeof own_sysctls / sizeof *own_sysctls; i++) {
        const char *begin = own_sysctls[i].begin;
        if (!strncmp(name, begin, strlen(begin)) &&
            (!own_sysctls[i].whole || !name[strlen(begin)]))
            return own_sysctls[i].namespace;
    }
    return NULL;
}

/* "net.ipv4.ip_forward", or with slashes where a part has a dot of its own. */
static void sysctl_path(const char *name, char *path, size_t size)
{
    size_t length = (size_t)snprintf(path, size, "/proc/sys/");
    bool slashes = strchr(name, '/');
    snprintf(path + length, size - length, "%s", name);
    for (char *c = path + length; *c && !slashes; c++)
        if (*c == '.')
            *c = '/';
}

static int write_sysctl(const struct root *root, const struct config_pair *pair,
                        struct error *error)
{
    char dotted[256], path[300];
    snprintf(dotted, sizeof dotted, "%s", pair->name);
    for (char *c = dotted; *c && strchr(pair->name, '/'); c++)
        *c = *c == '/' ? '.' : *c;
    const char *needed = needed_namespace(dotted);
    if (!needed || strstr(pair->name, ".."))
        return error_set(error, STATUS_REQUEST,
                         "belongs to no namespace: it would "
                         "change the host");
    if (!has_namespace(root->config->linux_, needed))
        return error_set(error, STATUS_REQUEST, "needs a namespace: %s", needed);
    sysctl_path(pair->name, path, sizeof path);
    cleanup_fd int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, pair->value, strlen(pair->value)) < 0)
        return error_errno(error, STATUS_REQUEST, "cannot write %s to %s", pair->value,
                           path);
    return 0;
}

int sysctls_write(const struct root *root, struct error *error)
{
    const struct config_linux *l = root->config->linux_;
    for (size_t i = 0; l && i < l->sysctl.count; i++)
        if (write_sysctl(root, &l->sysctl.items[i], error) < 0)
            return error_wrap(error, "config.json: linux.sysctl.%s",
                              l->sysctl.items[i].name);
    return 0;
}
