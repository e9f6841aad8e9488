/* A hard limit can be lowered by all and raised by root. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "isolate/attacks/attack.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_raise_limit = {
    .name = "raise-limit",
    .title = "raise its own limits",
    .group = GROUP_SHARES,
    .tries = "setrlimit() with the hard limit of open files that the starter had.",
    .source = "getrlimit(2), capabilities(7): CAP_SYS_RESOURCE",
    .stopped = "The limit was lowered; raising it needs CAP_SYS_RESOURCE over the host.",
    .layers = STOPS(RLIMITS),
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return error_errno(error, STATUS_HOST, "getrlimit");
    snprintf(trap->bait, sizeof trap->bait, "%" PRIu64, (uint64_t)limit.rlim_max);
    return 0;
}

static void attempt(struct attempt *attempt)
{
    struct rlimit limit = {0};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_max = strtoull(attempt->bait, NULL, 10);
    attempt_call(attempt, setrlimit(RLIMIT_NOFILE, &limit), "setrlimit(RLIMIT_NOFILE)");
}
