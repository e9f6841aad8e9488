/* Programs that the kernel runs, after a check that has had many holes. */
#include <linux/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_bpf = {
    .name = "bpf",
    .title = "load a program into the kernel",
    .group = GROUP_CALLS,
    .tries = "bpf(BPF_MAP_CREATE), the first thing such an exploit does.",
    .source = "CVE-2021-3490, CVE-2022-23222, CVE-2023-2163",
    .stopped = "The filter refuses bpf(); it also needs CAP_BPF over the host where "
               "kernel.unprivileged_bpf_disabled is set.",
    .layers = STOPS(SECCOMP) | STOPS(USER) | STOPS(CAPABILITIES) | STOPS(CGROUP) |
              STOPS(RLIMITS),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    union bpf_attr map = {
        .map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1};
    attempt_reach(attempt, syscall(SYS_bpf, BPF_MAP_CREATE, &map, sizeof map), true,
                  "bpf(BPF_MAP_CREATE)");
}
