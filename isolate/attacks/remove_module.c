/* A firewall is often a module. */
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_remove_module = {
    .name = "remove-module",
    .title = "remove a module from the kernel",
    .group = GROUP_MACHINE,
    .tries = "delete_module() without a name: the kernel asks for the right first.",
    .source = "delete_module(2)",
    .stopped = "It needs CAP_SYS_MODULE over the host; the filter refuses it.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP),
    .absent = "This kernel has no modules.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_errno(attempt, syscall(SYS_delete_module, NULL, 0), EFAULT, "delete_module");
}
