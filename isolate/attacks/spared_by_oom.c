/* When memory runs out, the kernel kills the process with the highest score. */
#include <fcntl.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_spared_by_oom = {
    .name = "spared-by-oom",
    .title = "let others be killed for memory",
    .group = GROUP_PROCESSES,
    .tries = "Opens /proc/self/oom_score_adj and asks for -999: when the machine runs "
             "out of memory, everybody else is killed first.",
    .source = "proc_pid_oom_score_adj(5)",
    .stopped = "Lowering the score needs CAP_SYS_RESOURCE over the host.",
    .layers = STOPS(USER) | STOPS(CAPABILITIES) | STOPS(PROC),
    .absent = "Root itself lacks CAP_SYS_RESOURCE on some machines, or has no lower "
              "score to go back to.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    cleanup_fd int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        attempt_refused(attempt, "/proc/self/oom_score_adj");
    else
        attempt_call(attempt, write(fd, "-999", 4), "write(oom_score_adj, -999)");
}
