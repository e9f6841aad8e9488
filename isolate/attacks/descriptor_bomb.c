/* Each open file is memory of the kernel. */
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_descriptor_bomb = {
    .name = "descriptor-bomb",
    .title = "open files without end",
    .group = GROUP_SHARES,
    .tries = "Asks for 5,000 more descriptors, in a container with the default limits.",
    .source = "getrlimit(2): RLIMIT_NOFILE",
    .stopped = "RLIMIT_NOFILE, which cannot be raised again.",
    .layers = STOPS(RLIMITS),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    enum { MOST = 5000 };
    struct rlimit limit = {0};
    int count = 0;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    while (count < MOST && fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3) >= 0)
        count++;
    if (count == MOST)
        attempt_open(attempt, "%d files are open", count);
    else
        attempt_blocked(attempt, "after %d files: fcntl(F_DUPFD): %m", count);
    close_range(3, ~0u, 0);
}
