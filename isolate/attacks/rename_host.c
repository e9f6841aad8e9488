/* The name of the machine is in its certificates and logs. */
#include <errno.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_rename_host = {
    .name = "rename-host",
    .title = "rename the machine",
    .group = GROUP_MACHINE,
    .tries = "sethostname() with a name that is too long: the kernel asks for the right "
             "first.",
    .source = "sethostname(2)",
    .stopped = "It needs CAP_SYS_ADMIN over the UTS namespace, which is the container's "
               "own; the filter refuses it.",
    .layers = STOPS(CAPABILITIES) | STOPS(SECCOMP) | STOPS(USER),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    static char name[128];
    attempt_errno(attempt, sethostname(name, sizeof name), EINVAL, "sethostname");
}
