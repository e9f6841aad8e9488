/* Paths of a container's root, each part of them found by the kernel within it. */
#include "isolate/oci/in_root.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "isolate/kernel.h"
#include "labs/kit/cleanup.h"

#define IN_ROOT        0x10u /* RESOLVE_IN_ROOT */
#define NO_MAGIC_LINKS 0x02u /* /proc/PID/root and its like lead out */

struct fd_path fd_path(int fd)
{
    struct fd_path path;
    snprintf(path.text, sizeof path.text, "/proc/self/fd/%d", fd);
    return path;
}

/* EAGAIN: something was renamed while ".." was looked up; the kernel asks to try again.
 */
int in_root_open(int root, const char *path, unsigned flags)
{
    struct kernel_open how = {.flags = flags | O_CLOEXEC,
                              .resolve = IN_ROOT | NO_MAGIC_LINKS};
    int fd = -1;
    for (int tries = 0; tries < 100; tries++) {
        fd = kernel_openat2(root, *path ? path : ".", &how);
        if (fd >= 0 || errno != EAGAIN)
            break;
    }
    return fd;
}

/* What is there already is fine: somebody may have made it since. */
static int make_last(int folder, const char *name, mode_t kind)
{
    if (kind == S_IFDIR)
        return mkdirat(folder, name, 0755);
    cleanup_fd int fd =
        openat(folder, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0644);
    return fd;
}

/* The path up to its last part; that part, which must be a name. */
static char *cut_last(const char *path, const char **name)
{
    size_t end = strlen(path);
    while (end > 0 && path[end - 1] == '/')
        end--;
    size_t begin = end;
    while (begin > 0 && path[begin - 1] != '/')
        begin--;
    *name = path + begin;
    return xasprintf("%.*s", (int)begin, path);
}

static bool is_dots(const char *name, size_t length)
{
    return length == 0 || (length == 1 && *name == '.') ||
           (length == 2 && name[0] == '.' && name[1] == '.');
}

int in_root_parent(int root, const char *path, const char **name, struct error *error)
{
    cleanup_free char *above = cut_last(path, name);
    if (is_dots(*name, strlen(*name)))
        return error_set(error, STATUS_REQUEST, "%s: the last part is no name", path);
    return in_root_make(root, above, S_IFDIR, error);
}

static int make_in_root(int root, const char *path, mode_t kind, int links,
                        struct error *error);

/* A link whose target is missing: images have such in /etc. The target is made, within
 * the root as the link would be followed in there. -1 with errno EINVAL: no link. */
static int make_target(int root, int folder, const char *above, const char *name,
                       mode_t kind, int links, struct error *error)
{
    char target[4096];
    ssize_t length = readlinkat(folder, name, target, sizeof target - 1);
    if (length < 0)
        return -1;
    target[length] = 0;
    cleanup_free char *path =
        *target == '/' ? xstrdup(target) : xasprintf("%s/%s", above, target);
    errno = ELOOP;
    return links > 0 ? make_in_root(root, path, kind, links - 1, error)
                     : error_errno(error, STATUS_REQUEST, "%s in the root", path);
}

static int make_in_root(int root, const char *path, mode_t kind, int links,
                        struct error *error)
{
    int fd = in_root_open(root, path, O_PATH);
    if (fd >= 0)
        return fd;
    if (errno != ENOENT)
        return error_errno(error, STATUS_REQUEST, "%s in the root", path);
    const char *rest;
    cleanup_free char *above = cut_last(path, &rest);
    cleanup_free char *name = xasprintf("%.*s", (int)strcspn(rest, "/"), rest);
    if (is_dots(name, strlen(name)))
        return error_set(error, STATUS_REQUEST, "%s: is not in the root", path);
    cleanup_fd int folder = make_in_root(root, above, S_IFDIR, links, error);
    if (folder < 0)
        return -1;
    if (make_last(folder, name, kind) < 0) {
        if (errno != EEXIST)
            return error_errno(error, STATUS_REQUEST, "cannot make %s in the root", path);
        fd = make_target(root, folder, above, name, kind, links, error);
        if (fd >= 0 || errno != EINVAL)
            return fd;
    }
    fd = in_root_open(root, path, O_PATH);
    return fd < 0 ? error_errno(error, STATUS_REQUEST, "%s in the root", path) : fd;
}

int in_root_make(int root, const char *path, mode_t kind, struct error *error)
{
    enum { LINKS_MAX = 20 };
    return make_in_root(root, path, kind, LINKS_MAX, error);
}
