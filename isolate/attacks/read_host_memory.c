/* Memory of others can be read without tracing them. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_read_host_memory = {
    .name = "read-host-memory",
    .title = "read the memory of a process of the host",
    .group = GROUP_PROCESSES,
    .tries = "process_vm_readv() copies a secret out of the memory of a process outside.",
    .source = "process_vm_readv(2)",
    .stopped =
        "The same checks as for ptrace: it cannot be named, and its user is another.",
    .layers =
        STOPS(PID) | STOPS(USER) | STOPS(CAPABILITIES) | STOPS(SECCOMP) | STOPS(LANDLOCK),
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    char *secret;
    pid_t host = bait_process(trap, &secret, NULL, error);
    snprintf(trap->bait, sizeof trap->bait, "%d %" PRIxPTR, host, (uintptr_t)secret);
    return host < 0 ? -1 : 0;
}

static void attempt(struct attempt *attempt)
{
    char seen[33] = "";
    int pid = 0;
    uintptr_t where = 0;
    if (sscanf(attempt->bait, "%d %" SCNxPTR, &pid, &where) != 2)
        return;
    struct iovec here = {seen, 32}, there = {(void *)where, 32};
    if (process_vm_readv(pid, &here, 1, &there, 1, 0) < 0)
        attempt_refused(attempt, "process_vm_readv(PID of the host)");
    else
        attempt_open(attempt, "read from its memory: %s", seen);
}
