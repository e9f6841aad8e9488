/* clone3() has its flags in memory, where a filter cannot look. */
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_user_namespace_clone3 = {
    .name = "user-namespace-clone3",
    .title = "make a user namespace: clone3",
    .group = GROUP_CALLS,
    .tries = "clone3() with CLONE_NEWUSER: filters compare numbers in registers, and "
             "here there is only a pointer.",
    .source = "clone3(2), Linux 5.3; moby/moby#42681",
    .stopped = "The filter answers ENOSYS to clone3() whatever it asks; C libraries then "
               "use clone().",
    .layers = STOPS(SECCOMP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    struct clone_args arguments = {.flags = CLONE_NEWUSER, .exit_signal = SIGCHLD};
    pid_t child = (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
    if (child == 0)
        _exit(0);
    if (attempt_call(attempt, child, "clone3(CLONE_NEWUSER)"))
        waitpid(child, NULL, 0);
}
