/* Since Linux 6.8 mounts can be listed by a call, without /proc. */
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_list_mounts = {
    .name = "list-mounts",
    .title = "list the mounts by number",
    .group = GROUP_MOUNTS,
    .tries = "listmount() of the mount namespace: a filter that covers "
             "/proc/self/mountinfo does not cover this.",
    .source = "listmount(2), Linux 6.8",
    .stopped = "It is newer than the filter's list of what is needed, so it is refused.",
    .layers = STOPS(SECCOMP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    enum { LISTMOUNT = 458 };
    struct {
        uint32_t size, spare;
        uint64_t mount, parameter;
    } request = {24, 0, ~UINT64_C(0), 0}; /* LSMT_ROOT */
    uint64_t mounts[64];
    attempt_call(attempt, syscall(LISTMOUNT, &request, mounts, 64, 0), "listmount(root)");
}
