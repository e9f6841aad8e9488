/* A mount of type "cgroup": /sys/fs/cgroup as programs know it.
 *
 * On a v2 host that is one mount. On v1 and hybrid hosts it is a tmpfs with a mount for
 * each hierarchy of the host, and the links of controllers that share one (cpu →
 * cpu,cpuacct). In a cgroup namespace the kernel shows the container's group as the top;
 * without one the container's own group is bound there. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "isolate/kernel.h"
#include "isolate/oci/in_root.h"
#include "isolate/oci/root.h"
#include "labs/kit/cleanup.h"

enum { HIERARCHIES_MAX = 32 };

/* A line of /proc/self/cgroup: "4:cpu,cpuacct:/user.slice". */
struct hierarchy {
    char controllers[128]; /* "" for v2; "name=systemd" for one without controllers */
    char group[512];       /* ours, as our namespace shows it */
};

static size_t read_hierarchies(struct hierarchy *list)
{
    char line[1024];
    size_t count = 0;
    cleanup_file FILE *file = fopen("/proc/self/cgroup", "re");
    while (file && count < HIERARCHIES_MAX && fgets(line, sizeof line, file)) {
        struct hierarchy *h = &list[count];
        char *controllers = strchr(line, ':');
        char *group = controllers ? strchr(controllers + 1, ':') : NULL;
        if (!group)
            continue;
        line[strcspn(line, "\n")] = 0;
        *group = 0;
        snprintf(h->controllers, sizeof h->controllers, "%s", controllers + 1);
        snprintf(h->group, sizeof h->group, "%s", group + 1);
        count++;
    }
    return count;
}

/* Where the host has it: by convention the folder is named like the controllers. */
static const char *folder_of(const struct hierarchy *h)
{
    if (!*h->controllers)
        return "unified";
    return h->controllers + (strncmp(h->controllers, "name=", 5) == 0 ? 5 : 0);
}

static bool has_cgroup_namespace(const struct config *config)
{
    for (size_t i = 0; config->linux_ && i < config->linux_->namespaces.count; i++)
        if (!strcmp(config->linux_->namespaces.items[i].type, "cgroup"))
            return true;
    return false;
}

static int mount_new(const struct hierarchy *h, int target, unsigned long flags)
{
    const char *type = *h->controllers ? "cgroup" : "cgroup2";
    const char *data = *h->controllers ? h->controllers : NULL;
    return mount(type, fd_path(target).text, type, flags, data);
}

/* Our own group of the host's mount. */
static int bind_group(const struct hierarchy *h, const char *host, int target,
                      unsigned long flags)
{
    char source[1200];
    struct kernel_mount_attributes attributes = {.set = mount_attributes(flags)};
    snprintf(source, sizeof source, "%s/%s", host, h->group);
    cleanup_fd int tree =
        kernel_open_tree(AT_FDCWD, source, TREE_CLONE | TREE_RECURSIVE | O_CLOEXEC);
    if (tree < 0 ||
        kernel_mount_setattr(tree, "", AT_EMPTY_PATH | TREE_RECURSIVE, &attributes) < 0)
        return -1;
    return (int)syscall(KERNEL_MOVE_MOUNT, tree, "", target, "",
                        MOVE_EMPTY_SOURCE | 0x40 /* MOVE_MOUNT_T_EMPTY_PATH */);
}

static int mount_one(const struct root *root, const struct hierarchy *h, const char *host,
                     int target, unsigned long flags)
{
    if (has_cgroup_namespace(root->config) && mount_new(h, target, flags) == 0)
        return 0;
    return bind_group(h, host, target, flags);
}

/* "cpu" and "cpuacct" → "cpu,cpuacct". */
static void link_parts(int folder, const char *name)
{
    char copy[128];
    snprintf(copy, sizeof copy, "%.127s", name);
    char *rest = copy, *part;
    while (strchr(name, ',') && (part = strsep(&rest, ",")))
        if (symlinkat(name, folder, part) < 0)
            return; /* a convenience: the hierarchy itself is there */
}

static int mount_all(const struct root *root, const struct root_mount *m,
                     const struct hierarchy *list, size_t count, struct error *error)
{
    struct kernel_mount_attributes read_only = {.set = ATTRIBUTE_RDONLY};
    cleanup_fd int covered =
        in_root_make(root->folder, m->from->destination, S_IFDIR, error);
    unsigned long flags = m->options.flags & ~(unsigned long)MS_RDONLY;
    if (covered < 0)
        return -1;
    if (mount("tmpfs", fd_path(covered).text, "tmpfs", flags, "mode=755") < 0)
        return error_errno(error, STATUS_HOST, "cannot mount a tmpfs");
    cleanup_fd int folder = in_root_open(root->folder, m->from->destination, O_PATH);
    for (size_t i = 0; i < count; i++) {
        char host[200];
        const char *name = folder_of(&list[i]);
        snprintf(host, sizeof host, "/sys/fs/cgroup/%.128s", name);
        if (access(host, F_OK) < 0)
            continue;
        mkdirat(folder, name, 0755);
        cleanup_fd int target = openat(folder, name, O_PATH | O_CLOEXEC);
        if (mount_one(root, &list[i], host, target, m->options.flags) < 0 &&
            errno != EINVAL && errno != EBUSY)
            return error_errno(error, STATUS_HOST, "cannot mount the cgroups of %s",
                               name);
        link_parts(folder, name);
    }
    if (m->options.flags & MS_RDONLY &&
        kernel_mount_setattr(folder, "", AT_EMPTY_PATH, &read_only) < 0)
        return error_errno(error, STATUS_HOST, "mount_setattr");
    return 0;
}

int mount_cgroups(const struct root *root, const struct root_mount *m,
                  struct error *error)
{
    struct hierarchy list[HIERARCHIES_MAX];
    size_t count = read_hierarchies(list);
    if (count != 1 || *list[0].controllers)
        return mount_all(root, m, list, count, error);
    cleanup_fd int target =
        in_root_make(root->folder, m->from->destination, S_IFDIR, error);
    if (target < 0)
        return -1;
    if (mount_one(root, &list[0], "/sys/fs/cgroup", target, m->options.flags) < 0)
        return error_errno(error, STATUS_HOST, "cannot mount cgroup2");
    return 0;
}
