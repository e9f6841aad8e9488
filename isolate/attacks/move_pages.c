/* Which memory lies on which node of the machine. */
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_move_pages = {
    .name = "move-pages",
    .title = "move memory between nodes",
    .group = GROUP_CALLS,
    .tries = "move_pages() for its own process, of no pages: it counts that the kernel "
             "does it.",
    .source = "CVE-2017-14140 told addresses of other processes",
    .stopped = "The filter refuses the call.",
    .layers = STOPS(SECCOMP),
    .absent = "This kernel was built without NUMA.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_reach(attempt, syscall(SYS_move_pages, 0, 0UL, NULL, NULL, NULL, 0), false,
                  "move_pages");
}
