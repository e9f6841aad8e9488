/* tmpcopyup: a tmpfs that begins with what it covers. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>

#include "isolate/oci/in_root.h"
#include "isolate/oci/root.h"
#include "labs/kit/cleanup.h"

enum { COPY_DEPTH_MAX = 64 };

static int copy_folder(int from, int to, int depth, struct error *error);

static int copy_file(int from, const char *name, int to, const struct stat *status,
                     struct error *error)
{
    cleanup_fd int in = openat(from, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    cleanup_fd int out = openat(to, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (in < 0 || out < 0)
        return error_errno(error, STATUS_REQUEST, "cannot copy %s", name);
    ssize_t moved;
    while ((moved = sendfile(out, in, NULL, 1 << 20)) > 0)
        ;
    if (moved < 0 || fchown(out, status->st_uid, status->st_gid) < 0 ||
        fchmod(out, status->st_mode & 07777) < 0)
        return error_errno(error, STATUS_REQUEST, "cannot copy %s", name);
    return 0;
}

static int copy_link(int from, const char *name, int to, const struct stat *status,
                     struct error *error)
{
    char target[4096];
    ssize_t length = readlinkat(from, name, target, sizeof target - 1);
    target[length < 0 ? 0 : length] = 0;
    if (length < 0 || symlinkat(target, to, name) < 0 ||
        fchownat(to, name, status->st_uid, status->st_gid, AT_SYMLINK_NOFOLLOW) < 0)
        return error_errno(error, STATUS_REQUEST, "cannot copy %s", name);
    return 0;
}

static int copy_below(int from, const char *name, int to, const struct stat *status,
                      int depth, struct error *error)
{
    enum { FOLDER = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };
    cleanup_fd int in = openat(from, name, FOLDER);
    if (in < 0 || mkdirat(to, name, 0700) < 0)
        return error_errno(error, STATUS_REQUEST, "cannot copy %s", name);
    cleanup_fd int out = openat(to, name, FOLDER);
    if (out < 0 || copy_folder(in, out, depth - 1, error) < 0)
        return -1;
    if (fchown(out, status->st_uid, status->st_gid) < 0 ||
        fchmod(out, status->st_mode & 07777) < 0)
        return error_errno(error, STATUS_REQUEST, "cannot copy %s", name);
    return 0;
}

/* Sockets and devices mean nothing elsewhere. */
static int copy_entry(int from, const char *name, int to, int depth, struct error *error)
{
    struct stat status;
    if (fstatat(from, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
        return error_errno(error, STATUS_REQUEST, "cannot copy %s", name);
    switch (status.st_mode & S_IFMT) {
    case S_IFREG:
        return copy_file(from, name, to, &status, error);
    case S_IFLNK:
        return copy_link(from, name, to, &status, error);
    case S_IFDIR:
        return copy_below(from, name, to, &status, depth, error);
    default:
        return 0;
    }
}

static int copy_folder(int from, int to, int depth, struct error *error)
{
    if (depth == 0)
        return error_set(error, STATUS_REQUEST, "tmpcopyup: nested too deeply");
    int copy = openat(from, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = copy < 0 ? NULL : fdopendir(copy);
    if (!folder)
        return error_errno(error, STATUS_REQUEST, "tmpcopyup");
    int result = 0;
    for (const struct dirent *entry; result == 0 && (entry = readdir(folder));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            result = copy_entry(from, entry->d_name, to, depth, error);
    closedir(folder);
    return result;
}

int tree_copy(int from, int to, struct error *error)
{
    return copy_folder(from, to, COPY_DEPTH_MAX, error);
}
