/* Removing groups, with all that was made below them. */
#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include "isolate/cgroup/cgroup.h"
#include "isolate/cgroup/files.h"
#include "labs/kit/cleanup.h"

static int remove_below(int folder);

// NOLINTNEXTLINE(misc-no-recursion): groups are a tree
static int remove_child(int parent, const char *name, void *context)
{
    (void)context;
    cleanup_fd int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0)
        remove_below(fd);
    unlinkat(parent, name, AT_REMOVEDIR);
    return 0;
}

/* The files of a group go with it; its groups must go before. */
// NOLINTNEXTLINE(misc-no-recursion)
static int remove_below(int folder)
{
    return group_each_child(folder, remove_child, NULL);
}

/* A process leaves its group a moment after its parent was told of its end: EBUSY
 * then passes by itself. The waits grow: 0.05, 0.1, … 50 ms; about a second in all. */
static int remove_folder(const struct cgroup_folder *folder)
{
    long pause = 50000, waited = 0;
    while (rmdir(folder->path) < 0) {
        if (errno == ENOENT || errno == ENODEV)
            return 0;
        if (errno != EBUSY || waited > 1000000000)
            return -1;
        remove_below(folder->fd);
        nanosleep(&(struct timespec){.tv_nsec = pause}, NULL);
        waited += pause;
        if (pause < 50000000)
            pause *= 2;
    }
    return 0;
}

int cgroup_remove(struct cgroup *group, struct error *error)
{
    int result = 0;
    for (size_t i = 0; i < group->folder_count; i++)
        if (remove_folder(&group->folders[i]) < 0)
            result = error_errno(error, STATUS_HOST, "cannot remove the control group %s",
                                 group->folders[i].path);
    cgroup_close(group);
    return result;
}
