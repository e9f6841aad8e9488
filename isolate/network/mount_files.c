/* Mounting /etc/hosts, /etc/hostname and /etc/resolv.conf over those of the root.
 *
 * A mount is needed because the root may be read-only, and must not be changed when it
 * is the user's own. A mount begins at a file only as a clone of one that is mounted:
 * so a small tmpfs lies upon /dev for a moment, is filled, its files are cut out, and
 * it goes.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/kernel.h"
#include "isolate/network/network.h"
#include "labs/kit/cleanup.h"

static const char stage[] = "/dev";

static int fill(const struct network_file *file, const char *path)
{
    size_t length = strlen(file->text);
    cleanup_fd int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
    if (fd < 0 || fchmod(fd, 0644) < 0)
        return -1;
    return write(fd, file->text, length) == (ssize_t)length ? 0 : -1;
}

/* A read-only mount of that one file, attached nowhere; or -1. */
static int cut_out(const struct network_file *file)
{
    struct kernel_mount_attributes plain = {.set = ATTRIBUTE_RDONLY | ATTRIBUTE_NOSUID |
                                                   ATTRIBUTE_NODEV | ATTRIBUTE_NOEXEC};
    char path[64];
    snprintf(path, sizeof path, "%s/%s", stage, strrchr(file->path, '/') + 1);
    if (fill(file, path) < 0)
        return -1;
    cleanup_fd int tree = kernel_open_tree(AT_FDCWD, path, TREE_CLONE | O_CLOEXEC);
    if (tree < 0 || kernel_mount_setattr(tree, "", AT_EMPTY_PATH, &plain) < 0)
        return -1;
    return steal_fd(&tree);
}

/* A root without such a file gets an empty one to mount on, if it can be written. A
 * link that leads nowhere is left: what is behind it is not known to be ours. */
static int attach(int tree, const char *target)
{
    if (kernel_attach(tree, target) == 0)
        return 0;
    if (errno != ENOENT)
        return -1;
    mkdir("/etc", 0755);
    int made = open(target, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (made < 0)
        return errno == EEXIST || errno == EROFS || errno == ENOENT ? 0 : -1;
    close(made);
    return kernel_attach(tree, target);
}

static int mount_all(const struct network_file *files, size_t count, int *trees,
                     struct error *error)
{
    if (mount("tmpfs", stage, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC,
              "mode=0755,size=256k") < 0)
        return error_errno(error, STATUS_HOST, "a tmpfs for /etc/hosts");
    for (size_t i = 0; i < count; i++)
        trees[i] = cut_out(&files[i]);
    if (umount2(stage, MNT_DETACH) < 0)
        return error_errno(error, STATUS_HOST, "umount the tmpfs for /etc/hosts");
    for (size_t i = 0; i < count; i++)
        if (trees[i] < 0 || attach(trees[i], files[i].path) < 0)
            return error_errno(error, STATUS_HOST, "mount %s", files[i].path);
    return 0;
}

int network_mount_files(const struct network_connection *connection, struct error *error)
{
    struct network_file files[NETWORK_FILES_MAX];
    int trees[NETWORK_FILES_MAX] = {-1, -1, -1};
    size_t count = network_files(connection, files);
    int result = count ? mount_all(files, count, trees, error) : 0;
    for (size_t i = 0; i < count; i++) {
        free(files[i].text);
        if (trees[i] >= 0)
            close(trees[i]);
    }
    return result;
}
