/* kexec starts another kernel in the place of this one. */
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_other_kernel = {
    .name = "other-kernel",
    .title = "start another kernel",
    .group = GROUP_MACHINE,
    .tries = "kexec_load() with impossible flags: the kernel asks for the right first.",
    .source = "kexec_load(2)",
    .stopped = "It needs CAP_SYS_BOOT over the host; the filter refuses it.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP),
    .absent = "This kernel was built without kexec.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_errno(attempt, syscall(SYS_kexec_load, 0, 0, NULL, 0xffUL), EINVAL,
                  "kexec_load");
}
