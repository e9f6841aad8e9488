/* Memory that is locked cannot be swapped out. */
#include <sys/mman.h>
#include <sys/resource.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_locked_memory = {
    .name = "locked-memory",
    .title = "lock memory",
    .group = GROUP_SHARES,
    .tries = "mlock() of 32 MiB: what is locked is missing to everybody else, even when "
             "memory is short.",
    .source = "getrlimit(2): RLIMIT_MEMLOCK",
    .stopped = "RLIMIT_MEMLOCK, which only a capability over the host passes.",
    .layers = STOPS(RLIMITS) | STOPS(USER) | STOPS(CAPABILITIES),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    const size_t size = 32 << 20;
    struct rlimit limit = {0};
    getrlimit(RLIMIT_MEMLOCK, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_MEMLOCK, &limit);
    void *memory = mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory != MAP_FAILED) {
        attempt_call(attempt, mlock(memory, size), "mlock(32 MiB)");
        munmap(memory, size);
    }
}
