/* A user has 128 instances of inotify, in all containers together. */
#include <sys/inotify.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_watch_bomb = {
    .name = "watch-bomb",
    .title = "take all watches of the user",
    .group = GROUP_SHARES,
    .tries = "Opens 100 instances of inotify: enough that two containers leave none for "
             "their user.",
    .source = "inotify(7): fs.inotify.max_user_instances",
    .stopped = "The kernel counts them for the user inside and for the one who made the "
               "namespace; its own limit of 64 is set in the user namespace.",
    .layers = STOPS(RLIMITS),
    .absent = "Another process of this user has many instances open.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    enum { MOST = 100 };
    int count = 0;
    while (count < MOST && inotify_init1(IN_CLOEXEC) >= 0)
        count++;
    if (count == MOST)
        attempt_open(attempt, "%d instances were taken", count);
    else
        attempt_blocked(attempt, "after %d instances: %m", count);
    close_range(3, ~0u, 0);
}
