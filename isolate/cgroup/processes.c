/* The processes of a group: who they are, standing still, killed.
 *
 * v2 has a file for each of these; v1 has a freezer if it is mounted. Without any,
 * what is left is to kill again and again; so that this ends, pids.max is set to 0
 * first, and nobody can fork.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "isolate/cgroup/cgroup.h"
#include "isolate/cgroup/controller.h"
#include "isolate/cgroup/files.h"
#include "labs/kit/cleanup.h"

/* ---- who ---- */

struct pids {
    pid_t *items;
    size_t count, room;
};

static void add_pid(struct pids *pids, pid_t pid)
{
    for (size_t i = 0; i < pids->count; i++)
        if (pids->items[i] == pid)
            return;
    if (pids->count == pids->room) {
        pids->room = pids->room ? 2 * pids->room : 64;
        pids->items = xreallocarray(pids->items, pids->room, sizeof *pids->items);
    }
    pids->items[pids->count++] = pid;
}

/* A process of another pid namespace that we cannot see reads as 0. */
static int collect(int folder, struct pids *pids);

static int collect_child(int parent, const char *name, void *context)
{
    cleanup_fd int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0)
        collect(fd, context);
    return 0;
}

// NOLINTNEXTLINE(misc-no-recursion): groups are a tree
static int collect(int folder, struct pids *pids)
{
    cleanup_free char *text = group_get_all(folder, "cgroup.procs");
    char *rest = text;
    for (char *line; text && (line = strsep(&rest, "\n"));) {
        long pid = strtol(line, NULL, 10);
        if (pid > 0)
            add_pid(pids, (pid_t)pid);
    }
    group_each_child(folder, collect_child, pids);
    return text ? 0 : -1;
}

/* The folders are read one after the other until one has said it: a process is in all. */
long cgroup_processes(const struct cgroup *group, pid_t **pids, struct error *error)
{
    struct pids found = {0};
    *pids = NULL;
    for (size_t i = 0; i < group->folder_count; i++)
        if (collect(group->folders[i].fd, &found) < 0 && errno != ENODEV &&
            errno != ENOENT) {
            free(found.items);
            return error_errno(error, STATUS_HOST, "cannot read the processes of %s",
                               group->folders[i].path);
        }
    *pids = found.items;
    return (long)found.count;
}

static bool any_process(int folder)
{
    struct pids found = {0};
    collect(folder, &found);
    free(found.items);
    return found.count;
}

bool cgroup_is_populated(const struct cgroup *group)
{
    for (size_t i = 0; i < group->folder_count; i++) {
        const struct cgroup_folder *folder = &group->folders[i];
        char events[128];
        uint64_t populated = 0;
        if (folder->v2 &&
            group_get(folder->fd, "cgroup.events", events, sizeof events) > 0 &&
            group_keyed(events, "populated", &populated)) {
            if (populated)
                return true;
        } else if (any_process(folder->fd)) {
            return true;
        }
    }
    return false;
}

/* ---- standing still ---- */

static const struct cgroup_folder *freezer_of(const struct cgroup *group)
{
    for (size_t i = 0; i < group->folder_count; i++) {
        const struct cgroup_folder *folder = &group->folders[i];
        if (folder->v2 ? faccessat(folder->fd, "cgroup.freeze", F_OK, 0) == 0
                       : folder->controllers & CONTROLLER_BIT(CONTROLLER_FREEZER))
            return folder;
    }
    return NULL;
}

static bool stands_still(const struct cgroup_folder *folder)
{
    char text[128];
    uint64_t frozen = 0;
    if (!folder->v2)
        return group_get(folder->fd, "freezer.state", text, sizeof text) > 0 &&
               !strncmp(text, "FROZEN", 6);
    return group_get(folder->fd, "cgroup.events", text, sizeof text) > 0 &&
           group_keyed(text, "frozen", &frozen) && frozen;
}

bool cgroup_is_frozen(const struct cgroup *group)
{
    const struct cgroup_folder *folder = freezer_of(group);
    return folder && stands_still(folder);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* v2 tells of a change of cgroup.events through poll; v1 tells nothing, and wants the
 * word again while it says FREEZING. */
static void wait_a_little(const struct cgroup_folder *folder)
{
    if (!folder->v2) {
        nanosleep(&(struct timespec){.tv_nsec = 500000}, NULL);
        group_put(folder->fd, "freezer.state", "FROZEN");
        return;
    }
    char text[128];
    cleanup_fd int fd = openat(folder->fd, "cgroup.events", O_RDONLY | O_CLOEXEC);
    struct pollfd events = {.fd = fd, .events = POLLPRI};
    if (fd >= 0 && read(fd, text, sizeof text) > 0 && !stands_still(folder))
        poll(&events, 1, 10);
}

int cgroup_freeze(const struct cgroup *group, double seconds, struct error *error)
{
    const struct cgroup_folder *folder = freezer_of(group);
    if (!folder)
        return error_set(error, STATUS_HOST,
                         "this container cannot be frozen: it has no control group with "
                         "a freezer");
    if ((folder->v2 ? group_put(folder->fd, "cgroup.freeze", "1")
                    : group_put(folder->fd, "freezer.state", "FROZEN")) < 0)
        return error_errno(error, STATUS_HOST, "cannot freeze %s", folder->path);
    for (double end = now() + seconds; !stands_still(folder);) {
        if (now() > end) {
            cgroup_thaw(group, NULL);
            return error_set(error, STATUS_UNDECIDED,
                             "%s does not stand still after %g s: a process in it waits "
                             "in the kernel",
                             folder->path, seconds);
        }
        wait_a_little(folder);
    }
    return 0;
}

int cgroup_thaw(const struct cgroup *group, struct error *error)
{
    const struct cgroup_folder *folder = freezer_of(group);
    if (folder && (folder->v2 ? group_put(folder->fd, "cgroup.freeze", "0")
                              : group_put(folder->fd, "freezer.state", "THAWED")) < 0)
        return error_errno(error, STATUS_HOST, "cannot thaw %s", folder->path);
    return 0;
}

/* ---- killed ---- */

static bool kill_by_file(const struct cgroup *group)
{
    int v2 = cgroup_clone_fd(group);
    return v2 >= 0 && group_put(v2, "cgroup.kill", "1") == 0;
}

static void forbid_forks(const struct cgroup *group)
{
    for (size_t i = 0; i < group->folder_count; i++)
        if (group->folders[i].controllers & CONTROLLER_BIT(CONTROLLER_PIDS))
            group_put(group->folders[i].fd, "pids.max", "0");
}

/* One pass; how many there were. */
static long kill_each(const struct cgroup *group, struct error *error)
{
    cleanup_free pid_t *pids = NULL;
    long count = cgroup_processes(group, &pids, error);
    for (long i = 0; i < count; i++)
        if (kill(pids[i], SIGKILL) < 0 && errno != ESRCH)
            return error_errno(error, STATUS_HOST, "cannot kill process %d",
                               (int)pids[i]);
    return count;
}

int cgroup_kill(const struct cgroup *group, struct error *error)
{
    enum { PASSES = 100 };
    if (kill_by_file(group))
        return 0;
    bool frozen = cgroup_freeze(group, 0.2, NULL) == 0;
    if (!frozen)
        forbid_forks(group);
    long left = kill_each(group, error);
    if (frozen)
        return cgroup_thaw(group, error) < 0 || left < 0 ? -1 : 0;
    /* Zombies are listed until somebody reaps them: so there is an end. */
    for (int pass = 1; left > 0 && pass < PASSES; pass++) {
        nanosleep(&(struct timespec){.tv_nsec = 200000}, NULL);
        left = kill_each(group, error);
    }
    return left < 0 ? -1 : 0;
}
