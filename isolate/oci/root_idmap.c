/* Id-mapped mounts: "idmap" with the container's own map, or with one that the mount
 * names. Made outside, where the file system's owner may (mount_setattr(2)). */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "isolate/kernel.h"
#include "isolate/oci/root.h"
#include "labs/kit/cleanup.h"

static int write_map(pid_t pid, const char *file, const struct config_id_maps *maps,
                     struct error *error)
{
    char path[64], text[4096] = "";
    size_t length = 0;
    for (size_t i = 0; i < maps->count && length < sizeof text; i++)
        length +=
            (size_t)snprintf(text + length, sizeof text - length, "%llu %llu %llu\n",
                             (unsigned long long)maps->items[i].container_id,
                             (unsigned long long)maps->items[i].host_id,
                             (unsigned long long)maps->items[i].size);
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
    cleanup_fd int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || length >= sizeof text || write(fd, text, length) < 0)
        return error_errno(error, STATUS_REQUEST, "cannot map ids by \"%s\"", text);
    return 0;
}

static int open_namespace(pid_t pid, struct error *error)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/ns/user", (int)pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    return fd < 0 ? error_errno(error, STATUS_HOST, "%s", path) : fd;
}

/* A process holds the namespace until we have it open. */
static int make_namespace(const struct config_mount *from, struct error *error)
{
    pid_t child = kernel_clone(CLONE_NEWUSER | SIGCHLD);
    if (child == 0)
        for (;;)
            pause();
    if (child < 0)
        return error_errno(error, STATUS_HOST, "cannot make a user namespace");
    int fd = -1;
    if (write_map(child, "uid_map", &from->uid_maps, error) == 0 &&
        write_map(child, "gid_map", &from->gid_maps, error) == 0)
        fd = open_namespace(child, error);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    return fd;
}

static int map_ids(const struct root_mount *mount, pid_t pid, struct error *error)
{
    bool own = mount->from->uid_maps.count && mount->from->gid_maps.count;
    cleanup_fd int namespace =
        own ? make_namespace(mount->from, error) : open_namespace(pid, error);
    if (namespace < 0)
        return -1;
    struct kernel_mount_attributes attributes = {.set = ATTRIBUTE_IDMAP,
                                                 .userns_fd = (uint64_t) namespace};
    unsigned tree = mount->options.idmap_tree ? TREE_RECURSIVE : 0;
    if (kernel_mount_setattr(mount->tree, "", AT_EMPTY_PATH | tree, &attributes) == 0)
        return 0;
    return error_errno(error, STATUS_HOST, "the file system of %s cannot map ids",
                       mount->from->source);
}

int root_map_ids(const struct root *root, pid_t pid, struct error *error)
{
    for (size_t i = 0; i < root->config->mounts.count; i++) {
        const struct root_mount *mount = &root->mounts[i];
        if (!mount->options.idmap && !mount->from->uid_maps.count)
            continue;
        if (mount->tree < 0)
            return error_set(error, STATUS_HOST,
                             "config.json: mounts[%zu]: only root maps ids, and only of "
                             "bind mounts",
                             i);
        if (map_ids(mount, pid, error) < 0)
            return error_wrap(error, "config.json: mounts[%zu]", i);
    }
    return 0;
}
