/* The same by the call that makes processes. */
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>

#include "isolate/attacks/attack.h"
#include "isolate/kernel.h"

static void attempt(struct attempt *attempt);

const struct attack attack_user_namespace_clone = {
    .name = "user-namespace-clone",
    .title = "make a user namespace: clone",
    .group = GROUP_CALLS,
    .tries = "clone(CLONE_NEWUSER): a filter that only knows unshare() lets this pass.",
    .source = "seccomp(2)",
    .stopped = "No user namespace can be made inside: the filter refuses the call with "
               "this flag.",
    .layers = STOPS(SECCOMP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    pid_t child = kernel_clone(CLONE_NEWUSER | SIGCHLD);
    if (child == 0)
        _exit(0);
    if (attempt_call(attempt, child, "clone(CLONE_NEWUSER)"))
        waitpid(child, NULL, 0);
}
