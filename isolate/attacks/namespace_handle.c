/* Since Linux 6.18 a namespace has a number by which it can be opened, like a file. */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"
#include "labs/kit/cleanup.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_namespace_handle = {
    .name = "namespace-handle",
    .title = "open a namespace of the host by its number",
    .group = GROUP_PROCESSES,
    .tries = "open_by_handle_at() on nsfs, with the number of the host's UTS namespace: "
             "no /proc of a process of the host is needed. The numbers of the first "
             "namespaces are the same on every machine.",
    .source = "Linux 6.18: file handles for namespaces",
    .stopped = "It needs CAP_SYS_ADMIN in the first user namespace; and the filter "
               "refuses open_by_handle_at().",
    .layers = STOPS(USER) | STOPS(PID) | STOPS(CAPABILITIES) | STOPS(SECCOMP),
    .absent = "This kernel is older than Linux 6.18.",
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    return bait_handle(trap, "/proc/self/ns/uts", error);
}

static void attempt(struct attempt *attempt)
{
    union bait_handle handle;
    if (!attempt_handle(attempt, &handle))
        return;
    cleanup_fd int own = open("/proc/self/ns/ipc", O_RDONLY | O_CLOEXEC);
    cleanup_fd int fd = own < 0 ? -1 : open_by_handle_at(own, &handle.head, O_RDONLY);
    attempt_call(attempt, fd, "open_by_handle_at(UTS namespace of the host)");
}
