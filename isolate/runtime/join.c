/* exec: one more process in a container.
 *
 *   caller ─clone3 into the cgroup─▶ helper: joins the namespaces
 *                                      └─clone(CLONE_PARENT)─▶ the command
 *
 * Two steps, because a process id namespace takes in only children of who joins it. The
 * helper stays outside of it; the command is the caller's child, so that its status comes
 * here.
 */
#include "isolate/runtime/join.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/cgroup/cgroup.h"
#include "isolate/kernel.h"
#include "isolate/runtime/console.h"
#include "isolate/runtime/launch.h"
#include "labs/kit/cleanup.h"

/* What comes through the pipe: the pid, and a failure if there is one. */
struct word {
    pid_t pid;
    int status; /* 0 or LAUNCH_… */
    struct error error;
};

/* ---- namespaces ---- */

static bool is_ours(int fd, const char *name)
{
    char path[64];
    struct stat ours, theirs;
    snprintf(path, sizeof path, "/proc/self/ns/%s", name);
    return stat(path, &ours) == 0 && fstat(fd, &theirs) == 0 &&
           ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino;
}

int join_open(pid_t pid, int namespaces[NAMESPACE_COUNT], struct error *error)
{
    char path[64];
    for (int kind = 0; kind < NAMESPACE_COUNT; kind++)
        namespaces[kind] = -1;
    for (int kind = 0; kind < NAMESPACE_COUNT; kind++) {
        /* Process 1 may stay outside of the time namespace that it made for others. */
        bool is_time = kind == NAMESPACE_TIME;
        snprintf(path, sizeof path, "/proc/%d/ns/%s", pid,
                 is_time ? "time_for_children" : namespace_files[kind]);
        cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0 && errno == ENOENT && is_time)
            continue; /* before Linux 5.6 */
        if (fd < 0) {
            error_errno(error, STATUS_HOST, "cannot join the container: %s", path);
            join_close(namespaces);
            return -1;
        }
        if (!is_ours(fd, namespace_files[kind]))
            namespaces[kind] = steal_fd(&fd);
    }
    return 0;
}

void join_close(int namespaces[NAMESPACE_COUNT])
{
    for (int kind = 0; kind < NAMESPACE_COUNT; kind++) {
        if (namespaces[kind] >= 0)
            close(namespaces[kind]);
        namespaces[kind] = -1;
    }
}

static int enter(const struct join *join, int kind)
{
    int fd = join->namespaces[kind];
    return fd < 0 ? 0 : setns(fd, (int)namespace_flags[kind]);
}

/* What the starter's privilege opens is entered before it is given up with the user
 * namespace; what only the container's root may, after. The mount namespace last: the
 * root goes with it. */
static int enter_all(const struct join *join, struct error *error)
{
    static const enum namespace_kind order[] = {
        NAMESPACE_IPC,    NAMESPACE_UTS,  NAMESPACE_NETWORK, NAMESPACE_PID,
        NAMESPACE_CGROUP, NAMESPACE_TIME, NAMESPACE_MOUNT};
    enum { COUNT = sizeof order / sizeof order[0] };
    bool later[COUNT] = {false};
    for (int i = 0; i < COUNT; i++)
        if (enter(join, (int)order[i]) < 0) {
            if (errno != EPERM)
                return error_errno(error, STATUS_HOST, "cannot join the %s namespace",
                                   namespace_files[order[i]]);
            later[i] = true;
        }
    if (enter(join, NAMESPACE_USER) < 0)
        return error_errno(error, STATUS_HOST, "cannot join the user namespace");
    for (int i = 0; i < COUNT; i++)
        if (later[i] && enter(join, (int)order[i]) < 0)
            return error_errno(error, STATUS_HOST, "cannot join the %s namespace",
                               namespace_files[order[i]]);
    return 0;
}

/* A container without a mount namespace of its own has a root of its own all the same. */
static int enter_root(const struct join *join, struct error *error)
{
    if (join->root > 0 && (fchdir(join->root) < 0 || chroot(".") < 0))
        return error_errno(error, STATUS_HOST, "cannot enter the container's root");
    return 0;
}

/* ---- the command ---- */

static int take_terminal(const struct join *join, struct error *error)
{
    int master;
    cleanup_fd int slave = console_open(&join->size, join->process->uid, &master, error);
    if (slave < 0)
        return -1;
    int sent = console_send(join->console, master, "terminal", error);
    close(master);
    if (sent < 0)
        return -1;
    if (console_adopt(slave) < 0)
        return error_errno(error, STATUS_HOST, "cannot take the terminal");
    return 0;
}

static int take_standard(const struct join *join, struct error *error)
{
    int copies[3];
    for (int i = 0; i < 3; i++)
        copies[i] = fcntl(join->standard[i], F_DUPFD_CLOEXEC, 3);
    for (int i = 0; i < 3; i++)
        if (copies[i] < 0 || dup2(copies[i], i) < 0)
            return error_errno(error, STATUS_HOST, "cannot take the descriptors");
    return 0;
}

static void reset_signals(void)
{
    sigset_t none;
    sigemptyset(&none);
    for (int number = 1; number < 32; number++)
        signal(number, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the container's namespaces, with all powers over them; until it executes, nobody in
 * there may trace it. The pipe to the caller is closed by execve. */
static _Noreturn void become_command(const struct join *join, int pipe, struct word *word)
{
    struct process process = *join->process;
    struct error *error = &word->error;
    setsid();
    process.new_session = process.terminal = false;
    /* Root was nobody in there until now: files that it makes must be the container's. */
    if (join->namespaces[NAMESPACE_USER] >= 0 &&
        (setresgid(0, 0, 0) < 0 || setresuid(0, 0, 0) < 0))
        error_errno(error, STATUS_HOST, "cannot become the container's root");
    else if (prctl(PR_SET_DUMPABLE, 0) == 0 &&
             (!join->inside || join->inside(&process, join->context, error) == 0) &&
             (join->process->terminal ? take_terminal : take_standard)(join, error) ==
                 0) {
        reset_signals();
        if (process_apply(&process, join->without, error) == 0)
            word->status = process_execute(&process, error);
    }
    if (!word->status)
        word->status = LAUNCH_FAILED;
    ssize_t written = write(pipe, word, sizeof *word);
    (void)written; /* the caller is gone: nobody is left to tell */
    _exit(word->status);
}

static _Noreturn void help(const struct join *join, int pipe)
{
    struct word word = {0};
    if (join->group && cgroup_enter_self(join->group, false) < 0) {
        error_errno(&word.error, STATUS_HOST, "cannot enter the control group");
    } else if (prctl(PR_SET_DUMPABLE, 0) == 0 && enter_all(join, &word.error) == 0 &&
               enter_root(join, &word.error) == 0) {
        word.pid = kernel_clone(CLONE_PARENT | SIGCHLD);
        if (word.pid == 0)
            become_command(join, pipe, &word);
        if (word.pid < 0)
            error_errno(&word.error, STATUS_HOST, "cannot start a process");
    }
    word.status = word.pid > 0 ? 0 : LAUNCH_FAILED;
    ssize_t written = write(pipe, &word, sizeof word);
    _exit(written == sizeof word && word.pid > 0 ? 0 : LAUNCH_FAILED);
}

/* ---- outside ---- */

/* Straight into the v2 group: to be moved there costs some milliseconds. */
static pid_t clone_helper(const struct join *join)
{
    int group = join->group ? cgroup_clone_fd(join->group) : -1;
    struct clone_args arguments = {.exit_signal = SIGCHLD};
    if (group < 0)
        return kernel_clone(SIGCHLD);
    arguments.flags = CLONE_INTO_CGROUP;
    arguments.cgroup = (unsigned)group;
    return (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
}

static ssize_t read_word(int fd, struct word *word)
{
    ssize_t got;
    while ((got = read(fd, word, sizeof *word)) < 0 && errno == EINTR)
        ;
    return got;
}

static void reap(pid_t pid)
{
    while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
}

/* The helper says which process it made; then the pipe ends without a word more when the
 * command has been executed. The two may also come the other way round. */
pid_t join_start(const struct join *join, int *status, struct error *error)
{
    int ends[2];
    pid_t command = -1;
    *status = 0;
    if (pipe2(ends, O_CLOEXEC) < 0)
        return error_errno(error, STATUS_HOST, "no pipe"), *status = LAUNCH_FAILED, -1;
    pid_t helper = clone_helper(join);
    if (helper == 0)
        help(join, ends[1]);
    close(ends[1]);
    struct word word;
    if (helper < 0) {
        error_errno(error, STATUS_HOST, "cannot start a process");
        *status = LAUNCH_FAILED;
    }
    while (helper > 0 && read_word(ends[0], &word) == sizeof word) {
        if (word.pid > 0)
            command = word.pid;
        if (!word.status)
            continue;
        *status = word.status;
        *error = word.error;
    }
    close(ends[0]);
    reap(helper);
    if (!*status && command > 0)
        return command;
    if (!*status) {
        *status = LAUNCH_FAILED;
        error_set(error, STATUS_HOST, "the process ended before it could be executed");
    }
    reap(command);
    return -1;
}
