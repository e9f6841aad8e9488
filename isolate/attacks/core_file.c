/* A process that crashes writes its memory to a file, or to a program of the host. */
#include <sys/resource.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_core_file = {
    .name = "core-file",
    .title = "leave a core file",
    .group = GROUP_PROCESSES,
    .tries =
        "Asks for a core file of unlimited size. The kernel writes it where the host "
        "says, with the rights of the host, which has been the start of attacks.",
    .source = "CVE-2025-4598 (systemd-coredump), CVE-2025-5054 (apport); core(5)",
    .stopped = "RLIMIT_CORE is 0, and cannot be raised again.",
    .layers = STOPS(RLIMITS),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    struct rlimit limit = {0};
    getrlimit(RLIMIT_CORE, &limit);
    if (limit.rlim_max)
        attempt_open(attempt, "a core file may have %llu bytes",
                     (unsigned long long)limit.rlim_max);
    else
        attempt_blocked(attempt, "RLIMIT_CORE is 0");
}
