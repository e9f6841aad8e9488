/* A filter that lists what is forbidden knows no call that came after it. */
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_newest_calls = {
    .name = "newest-calls",
    .title = "make calls newer than the filter",
    .group = GROUP_CALLS,
    .tries = "Calls open_tree_attr() and file_setattr() by their numbers, with a "
             "descriptor that is none: mounting and attributes by new doors.",
    .source = "Linux 6.15 and 6.17; flatpak's list of forbidden calls forgot clone3 and "
              "the new mount calls (CVE-2021-41133)",
    .stopped = "The filter lists what is allowed; it refuses what it does not know.",
    .layers = STOPS(SECCOMP),
    .absent = "This kernel is older than Linux 6.15.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    enum { OPEN_TREE_ATTR = 467, FILE_SETATTR = 469 };
    attempt_reach(attempt, syscall(OPEN_TREE_ATTR, -1, "", 0, NULL, 0), false,
                  "open_tree_attr");
    if (!attempt->finding.open)
        attempt_reach(attempt, syscall(FILE_SETATTR, -1, "", NULL, 0, 0), false,
                      "file_setattr");
}
