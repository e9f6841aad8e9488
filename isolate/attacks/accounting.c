/* The kernel can write down each process that ends. */
#include <errno.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_accounting = {
    .name = "accounting",
    .title = "write down all processes that end",
    .group = GROUP_MACHINE,
    .tries =
        "acct() with a file that does not exist: the kernel asks for the right first.",
    .source = "acct(2)",
    .stopped = "It needs CAP_SYS_PACCT over the host; the filter refuses it.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP),
    .absent = "This kernel was built without it.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_errno(attempt, acct("/no such file"), ENOENT, "acct");
}
