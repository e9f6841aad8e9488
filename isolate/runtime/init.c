/* Process 1 of a container.
 *
 * The kernel gives it three duties. It inherits every orphan and must reap it. It
 * gets no signal that it does not ask for, so Ctrl-C would do nothing: here all
 * signals are blocked, taken with sigwaitinfo and passed on to the command. And
 * when it ends, all processes of the container are killed: so it ends when the
 * command does, and nothing is left over.
 *
 * It cannot be traced or looked into from inside, and gives its capabilities up as soon
 * as the command has taken what it keeps of them.
 */
#include "isolate/runtime/init.h"

#include <errno.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/kernel.h"
#include "isolate/runtime/console.h"
#include "isolate/runtime/launch.h"

const int passed_signals[] = {SIGHUP,  SIGINT,  SIGQUIT,  SIGTERM,
                              SIGUSR1, SIGUSR2, SIGWINCH, 0};

/* In the child: what it needs to be the command, and then it is. Returns on failure. */
static int become(const struct init *init, struct error *error)
{
    const struct container *c = init->container;
    if (init->terminal >= 0) {
        setsid();
        if (console_adopt(init->terminal) < 0) {
            error_errno(error, STATUS_HOST, "cannot take the terminal");
            return LAUNCH_FAILED;
        }
    }
    if (c->moments.before_execute &&
        c->moments.before_execute(c->moments.context, error) < 0)
        return LAUNCH_FAILED;
    sigprocmask(SIG_SETMASK, init->original, NULL);
    if (process_apply(&c->process, c->without, error) < 0)
        return LAUNCH_FAILED;
    return process_execute(&c->process, error);
}

/* vfork: the child borrows our memory until it executes, which saves copying the page
 * tables. Some kernels (6.1) refuse that for a child in a new time namespace: then it
 * gets a copy, and we wait all the same. What it reports is in shared memory. */
static pid_t start_command(const struct init *init)
{
    pid_t child = vfork();
    if (child < 0 && errno == EINVAL)
        child = kernel_clone(CLONE_VFORK | SIGCHLD);
    if (child != 0)
        return child;
    /* Only plain system calls and what is shared: nothing that the parent relies on. */
    init->report->status =
        become(init, &init->report->error); // NOLINT(clang-analyzer-unix.Vfork)
    _exit(init->report->status);
}

/* The command cannot get at them through us. */
static void give_up_capabilities(const struct container *container)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2] = {{0}};
    if (container_has(container, LAYER_CAPABILITIES))
        syscall(SYS_capset, &header, none);
    if (container_has(container, LAYER_NO_NEW_PRIVILEGES))
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

static int shell_status(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Without a PID namespace the kernel does not do it for us. */
static void kill_what_is_left(const struct container *container)
{
    if (container->make & CLONE_NEWPID)
        return;
    while (waitpid(-1, NULL, WNOHANG) >= 0) {
        char path[64], text[4096];
        snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
        FILE *children = fopen(path, "re");
        char *word = children ? fgets(text, sizeof text, children) : NULL;
        for (long pid; word && (pid = strtol(word, &word, 10)) > 0;)
            kill((pid_t)pid, SIGKILL);
        if (children)
            fclose(children);
        if (waitpid(-1, NULL, 0) < 0)
            return;
    }
}

/* Reaps all that has ended; leaves with the command's status when it was one. */
static void reap(const struct init *init, pid_t command)
{
    int status;
    pid_t ended;
    while ((ended = waitpid(-1, &status, WNOHANG)) > 0)
        if (ended == command) {
            init->report->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
            kill_what_is_left(init->container);
            _exit(shell_status(status));
        }
}

/* Everybody may read /proc/1/cmdline, and what lies there is the command line of the
 * starter. The kernel is told that process 1 has none; what the strings are used for
 * inside is not touched. PR_SET_MM(2const): needs no capability. A kernel without
 * CONFIG_CHECKPOINT_RESTORE goes on showing it. */
static void hide_arguments(void)
{
    extern char __executable_start, etext, edata; /* ld(1) */
    uint64_t start = (uintptr_t)&__executable_start, code = (uintptr_t)&etext,
             data = (uintptr_t)&edata, heap = (uintptr_t)sbrk(0),
             stack = (uintptr_t)__builtin_frame_address(0);
    struct prctl_mm_map map = {.start_code = start,
                               .end_code = code,
                               .start_data = code,
                               .end_data = data,
                               .start_brk = heap,
                               .brk = heap,
                               .start_stack = stack,
                               .arg_start = stack,
                               .arg_end = stack,
                               .env_start = stack,
                               .env_end = stack,
                               .exe_fd = ~0u};
    prctl(PR_SET_MM, PR_SET_MM_MAP, &map, sizeof map, 0);
}

_Noreturn void init_run(const struct init *init)
{
    const struct container *c = init->container;
    if (container_has(c, LAYER_DESCRIPTORS))
        prctl(PR_SET_DUMPABLE, 0);
    if (!(c->make & CLONE_NEWPID))
        prctl(PR_SET_CHILD_SUBREAPER, 1);
    else
        hide_arguments();
    pid_t command = start_command(init);
    if (command < 0) {
        init->report->status = LAUNCH_FAILED;
        error_errno(&init->report->error, STATUS_HOST, "cannot start a process");
    }
    if (init->report->status)
        _exit(init->report->status);
    /* Who waits for the end of a pipe or of a lock must not wait for us. */
    kernel_close_range(3, ~0u, 0);
    give_up_capabilities(c);
    for (;;) {
        int number = sigwaitinfo(init->handled, NULL);
        if (number == SIGCHLD)
            reap(init, command);
        else if (number == SIGTSTP)
            kill(-command, SIGSTOP);
        else if (number > 0)
            kill(-command, number);
    }
}
