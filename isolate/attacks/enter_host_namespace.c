/* A namespace can be entered by whoever can open it. */
#include <fcntl.h>
#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <sys/types.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"
#include "labs/kit/cleanup.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_enter_host_namespace = {
    .name = "enter-host-namespace",
    .title = "enter the mount namespace of the host",
    .group = GROUP_PROCESSES,
    .tries = "setns() with /proc/PID/ns/mnt of a process outside: the file system of the "
             "host comes back.",
    .source = "setns(2); the second half of most escapes",
    .stopped = "The file cannot be opened, as it is that of another's process; setns() "
               "needs CAP_SYS_ADMIN in the user namespace that owns the target; and the "
               "filter refuses it.",
    .layers = STOPS(PID) | STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP) |
              STOPS(PROC) | STOPS(LANDLOCK),
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    pid_t host = bait_process(trap, NULL, NULL, error);
    snprintf(trap->bait, sizeof trap->bait, "%d", host);
    return host < 0 ? -1 : 0;
}

static void attempt(struct attempt *attempt)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%s/ns/mnt", attempt->bait);
    cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        attempt_refused(attempt, path);
    else
        attempt_call(attempt, setns(fd, CLONE_NEWNS),
                     "setns(mount namespace of the host)");
}
