/* Attempts with calls of the kernel that a container is made or confined by. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/cgroup/layout.h"
#include "isolate/host/attempt.h"
#include "isolate/kernel.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/words.h"

enum {
    NUMBER_CLONE3 = 435,
    NUMBER_PIDFD_OPEN = 434,
    NUMBER_LANDLOCK_CREATE_RULESET = 444,
};

static long load_filter(unsigned flags)
{
    struct sock_filter allow[] = {{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW}};
    struct sock_fprog program = {1, allow};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

/* A filter that allows all, as a program without privilege may load it. */
void try_seccomp(struct attempt *attempt)
{
    if (attempt_stage(attempt, "no_new_privs", prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)))
        attempt_stage(attempt, "seccomp", load_filter(0));
}

void try_user_notification(struct attempt *attempt)
{
    enum { NEW_LISTENER = 1 << 3 };
    if (!attempt_stage(attempt, "no_new_privs", prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)))
        return;
    long listener = load_filter(NEW_LISTENER);
    attempt_stage(attempt, "host.stage-listener", listener);
    if (listener >= 0)
        close((int)listener);
}

void try_landlock(struct attempt *attempt)
{
    enum { VERSION = 1 };
    long abi = syscall(NUMBER_LANDLOCK_CREATE_RULESET, NULL, 0, VERSION);
    if (attempt_stage(attempt, "landlock_create_ruleset", abi))
        snprintf(attempt->note, sizeof attempt->note,
                 english_as("host.landlock-version", "%ld"), abi);
}

void try_pidfd(struct attempt *attempt)
{
    long fd = syscall(NUMBER_PIDFD_OPEN, getpid(), 0);
    attempt_stage(attempt, "pidfd_open", fd);
    if (fd >= 0)
        close((int)fd);
}

struct clone_arguments { /* struct clone_args of linux/sched.h */
    uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls,
        set_tid, set_tid_size, cgroup;
};

static bool clone3_once(struct attempt *attempt, const char *name, uint64_t flags,
                        uint64_t group)
{
    struct clone_arguments arguments = {
        .flags = flags, .exit_signal = SIGCHLD, .cgroup = group};
    long child = syscall(NUMBER_CLONE3, &arguments, sizeof arguments);
    if (child == 0)
        _exit(0);
    bool done = attempt_stage(attempt, name, child);
    if (child > 0)
        waitpid((pid_t)child, NULL, 0);
    return done;
}

void try_clone3(struct attempt *attempt)
{
    clone3_once(attempt, "clone3", 0, 0);
}

/* Into the group that we are in already: so nothing is made or moved. */
void try_clone_into_cgroup(struct attempt *attempt)
{
    struct layout layout;
    errno = ENOENT;
    int result = layout_read("", &layout, NULL);
    const struct hierarchy *v2 = result == 0 ? layout_v2(&layout) : NULL;
    if (attempt_stage(attempt, "host.stage-v2", v2 ? 0 : -1) && v2) {
        cleanup_free char *path = xasprintf("%s%s", v2->mount, v2->own);
        cleanup_fd int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (attempt_stage(attempt, "host.stage-group", fd))
            clone3_once(attempt, "host.stage-into-cgroup", 0x200000000ull, (uint64_t)fd);
    }
    layout_free(&layout);
}

void try_keyring(struct attempt *attempt)
{
    enum { JOIN_SESSION_KEYRING = 1 };
    attempt_stage(attempt, "keyctl", syscall(SYS_keyctl, JOIN_SESSION_KEYRING, NULL));
}
