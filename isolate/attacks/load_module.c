/* A module is a part of the kernel. */
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_load_module = {
    .name = "load-module",
    .title = "load a module into the kernel",
    .group = GROUP_MACHINE,
    .tries = "init_module() of no bytes: the kernel asks for the right first.",
    .source = "init_module(2)",
    .stopped = "It needs CAP_SYS_MODULE over the host; the filter refuses it.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP),
    .absent = "This kernel has no modules.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_errno(attempt, syscall(SYS_init_module, "", 0UL, ""), ENOEXEC, "init_module");
}
