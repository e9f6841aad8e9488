/* The kernel has 4,096 pseudo-terminals, and keeps 1,024 of them for the host. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_terminal_bomb = {
    .name = "terminal-bomb",
    .title = "take all terminals",
    .group = GROUP_SHARES,
    .tries =
        "Opens /dev/ptmx 1,100 times: when all are taken, nobody can log in any more.",
    .source = "pts(4): kernel.pty.max",
    .stopped = "RLIMIT_NOFILE allows 1,024 descriptors; and /dev/pts, where there is "
               "one, has a limit of its own.",
    .layers = STOPS(RLIMITS) | STOPS(DEV),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    enum { MOST = 1100 };
    struct rlimit limit = {0};
    int count = 0;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    while (count < MOST && posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC) >= 0)
        count++;
    if (count == MOST)
        attempt_open(attempt, "%d terminals were taken", count);
    else
        attempt_blocked(attempt, "after %d terminals: %m", count);
    close_range(3, ~0u, 0);
}
