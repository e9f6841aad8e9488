/* The root file system of a bundle, put together. */
#include "isolate/oci/root.h"

#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "isolate/kernel.h"
#include "isolate/oci/in_root.h"
#include "isolate/oci/oci.h"
#include "labs/kit/cleanup.h"

bool is_path(const char *destination, const char *path)
{
    size_t length = strlen(path);
    while (*destination == '/' && destination[1] == '/')
        destination++;
    return !strncmp(destination, path, length) &&
           strspn(destination + length, "/") == strlen(destination + length);
}

/* ---- outside ---- */

/* A tree that was cut from the host must not stay tied to it, or what is mounted in the
 * container would appear out there: unless "shared" asks for it. */
static int untie(int tree, const struct mount_options *options, struct error *error)
{
    struct kernel_mount_attributes slave = {.propagation = MS_SLAVE};
    if (options->propagation & MS_SHARED)
        return 0;
    if (kernel_mount_setattr(tree, "", AT_EMPTY_PATH | TREE_RECURSIVE, &slave) == 0)
        return 0;
    return error_errno(error, STATUS_HOST, "mount_setattr(MS_SLAVE)");
}

static int cut(struct root_mount *mount, struct error *error)
{
    unsigned flags =
        TREE_CLONE | O_CLOEXEC | (mount->options.recursive ? TREE_RECURSIVE : 0);
    if (!mount->from->source)
        return error_set(error, STATUS_REQUEST, "a bind mount needs a source");
    mount->tree = kernel_open_tree(AT_FDCWD, mount->from->source, flags);
    if (mount->tree < 0)
        return error_errno(error, STATUS_REQUEST, "cannot bind %s", mount->from->source);
    return untie(mount->tree, &mount->options, error);
}

static int wrap(const struct root *root, size_t index, struct error *error)
{
    return error_wrap(error, "config.json: mounts[%zu] on %s", index,
                      root->mounts[index].from->destination);
}

int root_open(struct root *root, const struct resolution *r, struct error *error)
{
    size_t count = r->config->mounts.count;
    *root = (struct root){
        .config = r->config,
        .resolution = r,
        .path = r->root,
        .new_user =
            (r->container.make & CLONE_NEWUSER) || r->container.join[NAMESPACE_USER],
        .mounts = xcalloc(count, sizeof *root->mounts),
        .folder = -1,
        .mount_namespace = -1,
    };
    for (size_t i = 0; i < count; i++) {
        struct root_mount *mount = &root->mounts[i];
        mount->from = &r->config->mounts.items[i];
        mount->tree = -1;
        if (mount_options_parse(&mount->from->options, &mount->options, error) < 0)
            return wrap(root, i, error);
        if (mount->from->type && !strcmp(mount->from->type, "bind"))
            mount->options.bind = true;
    }
    /* Root cuts with its own rights; others may do so only in their own namespace. */
    for (size_t i = 0; i < count && geteuid() == 0; i++)
        if (root->mounts[i].options.bind && cut(&root->mounts[i], error) < 0)
            return wrap(root, i, error);
    return devices_cut(root, error);
}

/* ---- inside ---- */

/* In this order: what is masked must be there, and nothing is mounted later on. */
static int (*const parts[])(const struct root *root, struct error *error) = {
    sysctls_write, mounts_make, devices_make, workdir_make, paths_protect, paths_mask,
};

static int cut_missing(struct root *root, struct error *error)
{
    for (size_t i = 0; i < root->config->mounts.count; i++) {
        struct root_mount *mount = &root->mounts[i];
        if (mount->options.bind && mount->tree < 0 && cut(mount, error) < 0)
            return wrap(root, i, error);
    }
    return 0;
}

static int enter(const struct root *root, struct error *error)
{
    struct workplace workplace;
    workplace_init(&workplace);
    return operations_run(root->resolution->enter, root->resolution->enter_count,
                          &workplace, error);
}

static int build_parts(const struct root *root, struct error *error)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i](root, error) < 0)
            return -1;
    return 0;
}

int root_build(struct root *root, struct error *error)
{
    if (root->resolution->detached && root_begin_detached(root, error) < 0)
        return -1;
    if (cut_missing(root, error) < 0 || enter(root, error) < 0)
        return -1;
    cleanup_fd int folder = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return error_errno(error, STATUS_HOST, "%s", root->path);
    mode_t mask = umask(0);
    root->folder = folder;
    int result = build_parts(root, error);
    umask(mask);
    root->folder = -1;
    return result;
}

void root_close(struct root *root)
{
    for (size_t i = 0; root->mounts && i < root->config->mounts.count; i++)
        if (root->mounts[i].tree >= 0)
            close(root->mounts[i].tree);
    free(root->mounts);
    if (root->device_trees)
        devices_close(root);
    if (root->mount_namespace >= 0)
        close(root->mount_namespace);
    *root = (struct root){.folder = -1, .mount_namespace = -1};
}
