/* /dev/kvm of the host. */
#include <fcntl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_kvm = {
    .name = "kvm",
    .title = "open the interface for virtual machines",
    .group = GROUP_DEVICES,
    .tries = "Opens /dev/kvm: a large and old interface of the kernel.",
    .source = "CVE-2021-22543, CVE-2021-29657 (KVM)",
    .stopped = "/dev has no such node.",
    .layers = STOPS(DEV) | STOPS(USER) | STOPS(CAPABILITIES) | STOPS(CGROUP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/dev/kvm", O_RDWR);
}
