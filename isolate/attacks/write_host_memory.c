/* /proc/PID/mem is the memory as a file. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/types.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_write_host_memory = {
    .name = "write-host-memory",
    .title = "open the memory of a process of the host",
    .group = GROUP_PROCESSES,
    .tries = "Opens /proc/PID/mem of a process outside to write, and closes it again.",
    .source = "CVE-2012-0056 (Mempodipper), proc_pid_mem(5)",
    .stopped = "The process is not in this /proc; opening needs the rights of a tracer; "
               "and /proc is read-only for what can be written there.",
    .layers =
        STOPS(PID) | STOPS(USER) | STOPS(CAPABILITIES) | STOPS(PROC) | STOPS(LANDLOCK),
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
    snprintf(path, sizeof path, "/proc/%s/mem", attempt->bait);
    attempt_path(attempt, path, O_RDWR);
}
