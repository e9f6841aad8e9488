/* Files of process 1 that tell the kernel how to treat it. */
#include <fcntl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_write_process_files = {
    .name = "write-process-files",
    .title = "change how process 1 is treated",
    .group = GROUP_KERNEL_FILES,
    .tries = "Opens /proc/1/oom_score_adj to write: whoever can lower it is spared when "
             "memory runs out.",
    .source = "proc_pid_oom_score_adj(5)",
    .stopped = "Process 1 is not dumpable, so its files belong to nobody who is inside.",
    .layers =
        STOPS(PID) | STOPS(DESCRIPTORS) | STOPS(PROC) | STOPS(USER) | STOPS(CAPABILITIES),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/proc/1/oom_score_adj", O_WRONLY);
}
