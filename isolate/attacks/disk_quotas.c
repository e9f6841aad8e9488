/* How much of the disk each user may have. */
#include <sys/quota.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_disk_quotas = {
    .name = "disk-quotas",
    .title = "reach the quotas of the disk",
    .group = GROUP_CALLS,
    .tries =
        "quotactl() for a disk that does not exist: it counts that the kernel looks.",
    .source = "quotactl(2); open in bwrap",
    .stopped = "The filter refuses the call.",
    .layers = STOPS(SECCOMP),
    .absent = "This kernel was built without quotas.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_reach(
        attempt,
        syscall(SYS_quotactl, QCMD(Q_GETFMT, USRQUOTA), "/no such disk", 0, NULL), false,
        "quotactl");
}
