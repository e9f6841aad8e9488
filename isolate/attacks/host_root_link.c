/* Each process has a link to its root directory in /proc, and the kernel follows it. */
#include <inttypes.h>
#include <stdio.h>
#include <sys/types.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_host_root_link = {
    .name = "host-root-link",
    .title = "go out through /proc/PID/root",
    .group = GROUP_PROCESSES,
    .tries = "Opens a file of the host as /proc/PID/root/..., where PID is a process "
             "outside. No path is checked there: the link jumps.",
    .source = "proc_pid_root(5)",
    .stopped = "No process outside is in this /proc. If one were, following the link "
               "needs the rights of a tracer.",
    .layers =
        STOPS(PID) | STOPS(USER) | STOPS(CAPABILITIES) | STOPS(PROC) | STOPS(LANDLOCK),
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    char path[160];
    pid_t host = bait_process(trap, NULL, NULL, error);
    if (host < 0 || bait_file(trap, trap->host_folder, "secret", error) < 0)
        return -1;
    snprintf(path, sizeof path, "%s", trap->bait);
    snprintf(trap->bait, sizeof trap->bait, "/proc/%d/root%.100s", host, path);
    return 0;
}

static void attempt(struct attempt *attempt)
{
    if (attempt_finds(attempt, attempt->bait))
        attempt_open(attempt, "%s can be read", attempt->bait);
    else
        attempt_refused(attempt, attempt->bait);
}
