/* The same from a descriptor, by a newer call. */
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_load_module_file = {
    .name = "load-module-file",
    .title = "load a module from a file",
    .group = GROUP_MACHINE,
    .tries = "finit_module() of no file: the kernel asks for the right first.",
    .source = "init_module(2)",
    .stopped = "It needs CAP_SYS_MODULE over the host; the filter refuses it.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP),
    .absent = "This kernel has no modules.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_errno(attempt, syscall(SYS_finit_module, -1, "", 0), EBADF, "finit_module");
}
