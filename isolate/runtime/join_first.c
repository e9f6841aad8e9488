/* Namespaces that are there already, entered before the container's process is cloned.
 *
 *   starter ──fork──▶ helper: setns, setns … ──clone(CLONE_PARENT)──▶ process 1
 *
 * The helper is needed because a process never comes back from a user namespace, and is
 * not itself in the PID namespace that it enters: its children are (setns(2)). Process 1
 * becomes a child of the starter all the same.
 *
 * The others are entered first where we may, because a namespace made outside can be
 * out of reach from within a user namespace; what that refuses is tried again after.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/kernel.h"
#include "isolate/runtime/launch_parts.h"
#include "labs/kit/cleanup.h"

/* The paths are looked up before any of them is entered. */
static int open_all(const struct container *c, int *fds, struct error *error)
{
    for (int kind = 0; kind < NAMESPACE_COUNT; kind++) {
        fds[kind] = -1;
        if (c->join[kind] && (fds[kind] = open(c->join[kind], O_RDONLY | O_CLOEXEC)) < 0)
            return error_errno(error, STATUS_REQUEST, "the %s namespace %s",
                               namespace_files[kind], c->join[kind]);
    }
    return 0;
}

/* Enters all but the user namespace that have not been; the mount namespace is the last,
 * because it changes the root. */
static void enter_others(int *fds)
{
    static const int order[] = {NAMESPACE_NETWORK, NAMESPACE_IPC,  NAMESPACE_UTS,
                                NAMESPACE_CGROUP,  NAMESPACE_TIME, NAMESPACE_PID,
                                NAMESPACE_MOUNT};
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        int kind = order[i];
        if (fds[kind] >= 0 && setns(fds[kind], (int)namespace_flags[kind]) == 0) {
            close(fds[kind]);
            fds[kind] = -1;
        }
    }
}

static int enter_all(const struct container *c, struct error *error)
{
    int fds[NAMESPACE_COUNT];
    if (open_all(c, fds, error) < 0)
        return -1;
    enter_others(fds);
    if (fds[NAMESPACE_USER] >= 0) {
        if (setns(fds[NAMESPACE_USER], CLONE_NEWUSER) < 0)
            return error_errno(error, STATUS_HOST, "setns(%s)", c->join[NAMESPACE_USER]);
        close(fds[NAMESPACE_USER]);
        fds[NAMESPACE_USER] = -1;
        enter_others(fds);
    }
    for (int kind = 0; kind < NAMESPACE_COUNT; kind++)
        if (fds[kind] >= 0 && setns(fds[kind], (int)namespace_flags[kind]) < 0)
            return error_errno(error, STATUS_HOST, "setns(%s)", c->join[kind]);
    return 0;
}

static _Noreturn void help(struct launch *l, unsigned long flags)
{
    if (enter_all(l->container, &l->report->error) < 0)
        _exit(1);
    l->pid = launch_clone(l, flags | CLONE_PARENT);
    if (l->pid == 0)
        inside(l);
    l->report->pid = l->pid;
    if (l->pid < 0)
        error_errno(&l->report->error, STATUS_HOST, "cannot clone the container");
    _exit(l->pid < 0 ? 1 : 0);
}

pid_t join_first(struct launch *l, unsigned long flags, struct error *error)
{
    int status;
    pid_t helper = kernel_clone(SIGCHLD);
    if (helper == 0)
        help(l, flags);
    while (helper > 0 && waitpid(helper, &status, 0) < 0 && errno == EINTR)
        ;
    if (helper < 0)
        return error_errno(error, STATUS_HOST, "cannot start a process");
    if (status == 0)
        return l->report->pid;
    *error = l->report->error;
    return -1;
}
