/* Where the state lies, and whether that is a place to be trusted.
 *
 * Whoever may write in the root can name a folder of his as a container, and what is
 * done "to the container" is then done to what he chose. So the root must be ours, and
 * nobody else may write in it. What lies above it may be changed by others (/tmp): all
 * is done below descriptors that were checked.
 */
#include "isolate/keeper/state_root.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/keeper/state.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"

const char *state_option;

/* A folder of ours that a variable names; NULL when it does not. */
static const char *own_folder(const char *variable)
{
    const char *path = getenv(variable);
    struct stat status;
    bool good = path && path[0] == '/' && stat(path, &status) == 0 &&
                S_ISDIR(status.st_mode) && status.st_uid == geteuid();
    return good ? path : NULL;
}

/* The path, to be freed, whether it is there or not. */
static char *choose_path(struct error *error)
{
    const char *asked = state_option ? state_option : getenv("ISOLATE_STATE");
    if (asked && *asked)
        return xstrdup(asked);
    if (geteuid() == 0)
        return xstrdup("/run/isolate");
    const char *runtime = own_folder("XDG_RUNTIME_DIR");
    if (runtime)
        return path_join(runtime, "isolate");
    const char *home = own_folder("HOME");
    if (home)
        return path_join(home, ".local/state/isolate");
    error_set(error, STATUS_REQUEST,
              "there is no place for the state of containers: XDG_RUNTIME_DIR and HOME "
              "are no folders of yours (set one, or use --state-dir DIR)");
    return NULL;
}

static int check_owner(int fd, const char *path, struct error *error)
{
    struct stat status;
    if (fstat(fd, &status) < 0)
        return error_errno(error, STATUS_REQUEST, "%s", path);
    if (status.st_uid != geteuid())
        return error_set(error, STATUS_REQUEST,
                         "the state folder %s belongs to user %u, not to you: use "
                         "--state-dir with a folder of yours",
                         path, status.st_uid);
    if (status.st_mode & 022)
        return error_set(error, STATUS_REQUEST,
                         "others may write in the state folder %s: chmod go-w %s", path,
                         path);
    return 0;
}

static int cannot_make(const char *path, struct error *error)
{
    return error_set(error, STATUS_REQUEST,
                     "cannot make the state folder %s: %s (choose another with "
                     "--state-dir)",
                     path, strerror(errno));
}

/* With all folders above it. Those who make it at the same time all succeed. */
static int make_root(const char *path, struct error *error)
{
    cleanup_free char *parent = xstrdup(path);
    size_t length = strlen(parent);
    while (length > 1 && parent[length - 1] == '/')
        parent[--length] = 0;
    char *slash = strrchr(parent, '/');
    if (slash && slash != parent) {
        *slash = 0;
        if (path_make_folders(parent, error) < 0)
            return error_wrap(error, "the state of containers (see --state-dir)");
    }
    if (mkdir(path, 0700) < 0 && errno != EEXIST)
        return cannot_make(path, error);
    return 0;
}

static int open_part(int folder, const char *path, const char *part, struct error *error)
{
    if (mkdirat(folder, part, 0700) < 0 && errno != EEXIST && errno != EROFS)
        return cannot_make(path, error);
    int fd = openat(folder, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return fd < 0 ? error_errno(error, STATUS_REQUEST, "%s/%s", path, part) : fd;
}

static int open_checked(const char *path, struct state_root *root, struct error *error)
{
    cleanup_fd int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return error_errno(error, STATUS_REQUEST, "the state folder %s", path);
    if (check_owner(fd, path, error) < 0)
        return -1;
    root->containers = open_part(fd, path, "containers", error);
    root->names = root->containers < 0 ? -1 : open_part(fd, path, "names", error);
    if (root->names < 0)
        return -1;
    root->path = realpath(path, NULL);
    return root->path ? 0 : error_errno(error, STATUS_REQUEST, "%s", path);
}

int state_root_open(bool make, struct state_root *root, struct error *error)
{
    *root = (struct state_root){.containers = -1, .names = -1};
    cleanup_free char *path = choose_path(error);
    if (!path)
        return -1;
    if (access(path, F_OK) < 0 && errno == ENOENT) {
        if (!make)
            return 0;
        if (make_root(path, error) < 0)
            return -1;
    }
    if (open_checked(path, root, error) == 0)
        return 0;
    state_root_close(root);
    return -1;
}

void state_root_close(struct state_root *root)
{
    if (root->containers >= 0)
        close(root->containers);
    if (root->names >= 0)
        close(root->names);
    free(root->path);
    *root = (struct state_root){.containers = -1, .names = -1};
}

char *state_root(struct error *error)
{
    struct state_root root;
    if (state_root_open(true, &root, error) < 0)
        return NULL;
    char *path = steal_pointer(&root.path);
    state_root_close(&root);
    return path;
}
