/* What a crash left beside a group, found on the way.
 *
 * A starter that is killed with -9 cannot remove its group, and nobody inside may: the
 * kernel leaves an empty group there. The next container that is started removes it, in
 * the time in which it waits for its command anyway. A group has no maker any more when
 * its lock can be had, and no process when rmdir(2) takes it.
 */
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "isolate/cgroup/cgroup.h"
#include "isolate/cgroup/files.h"
#include "labs/kit/cleanup.h"

static const char prefix[] = "isolate-";
enum { DIGITS = 12, LOOKS_MAX = 64 };

/* Between mkdir and its lock a group of somebody else looks like a leftover: what is
 * younger than this is left alone. */
enum { YOUNG_SECONDS = 5 };

static bool is_name_of_ours(const char *name)
{
    const char *id = name + sizeof prefix - 1;
    return !strncmp(name, prefix, sizeof prefix - 1) && strlen(id) == DIGITS &&
           strspn(id, "0123456789abcdef") == DIGITS;
}

static void remove_if_left(int parent, const char *name)
{
    struct stat status;
    if (fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) < 0 ||
        time(NULL) - status.st_ctime < YOUNG_SECONDS)
        return;
    cleanup_fd int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
        unlinkat(parent, name, AT_REMOVEDIR);
}

static int look(int parent, const char *name, void *context)
{
    int *looks = context;
    if (is_name_of_ours(name))
        remove_if_left(parent, name);
    return ++*looks == LOOKS_MAX;
}

void cgroup_sweep(const struct cgroup *group)
{
    for (size_t i = 0; i < group->folder_count; i++) {
        int looks = 0;
        cleanup_fd int parent =
            openat(group->folders[i].fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (parent >= 0)
            group_each_child(parent, look, &looks);
    }
}
