/* The root of a container that has no mount namespace of its own: it stays in the host's,
 * or in one that is there already, and not one mount may be made in either.
 *
 *     root_begin_detached   goes to a namespace of our own, where the root is built
 *     root_end_detached     copies the tree, goes back, and takes the copy for the root
 *
 * The copy belongs to no namespace: nobody else sees it, and it ends with its last
 * process. For whoever is in it it is "/", and there is nothing above it. */
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include "isolate/kernel.h"
#include "isolate/oci/root.h"
#include "labs/kit/cleanup.h"

int root_begin_detached(struct root *root, struct error *error)
{
    root->mount_namespace = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
    if (root->mount_namespace < 0)
        return error_errno(error, STATUS_HOST, "/proc/self/ns/mnt");
    if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
        return error_errno(error, STATUS_HOST, "no mount namespace to build the root in");
    return 0;
}

int root_end_detached(struct root *root, struct error *error)
{
    const struct resolution *r = root->resolution;
    struct workplace workplace;
    cleanup_fd int namespace = steal_fd(&root->mount_namespace);
    workplace_init(&workplace);
    if (operations_run(r->detach, r->detach_count, &workplace, error) < 0)
        return -1;
    cleanup_fd int tree =
        kernel_open_tree(AT_FDCWD, ".", TREE_CLONE | TREE_RECURSIVE | O_CLOEXEC);
    if (tree < 0)
        return error_errno(error, STATUS_HOST, "open_tree(%s)", root->path);
    if (setns(namespace, CLONE_NEWNS) < 0)
        return error_errno(error, STATUS_HOST, "cannot go back to the mount namespace");
    if (fchdir(tree) < 0 || chroot(".") < 0)
        return error_errno(error, STATUS_HOST, "chroot(%s)", root->path);
    return 0;
}
