/* Shared memory of System V has a number, and who knows it may ask for it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/shm.h>

#include "isolate/attacks/attack.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_shared_memory = {
    .name = "shared-memory",
    .title = "read shared memory of the host",
    .group = GROUP_MACHINE,
    .tries = "Attaches a segment of the host by its number and reads a secret from it.",
    .source = "sysv_shmem(7), ipc_namespaces(7)",
    .stopped = "Numbers belong to the IPC namespace.",
    .layers = STOPS(IPC) | STOPS(USER),
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    int id = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0666);
    char *memory = id < 0 ? (char *)-1 : shmat(id, NULL, 0);
    if (memory == (char *)-1)
        return error_errno(error, STATUS_HOST, "no shared memory");
    snprintf(memory, 64, "%s", trap->token);
    shmctl(id, IPC_RMID, NULL); /* it is gone when the last process lets it go */
    snprintf(trap->bait, sizeof trap->bait, "%d", id);
    return 0;
}

static void attempt(struct attempt *attempt)
{
    const char *memory = shmat(atoi(attempt->bait), NULL, SHM_RDONLY);
    if (memory == (char *)-1)
        attempt_refused(attempt, "shmat(segment of the host)");
    else if (!strncmp(memory, attempt->token, 32))
        attempt_open(attempt, "the segment says %.32s", memory);
    else
        attempt_blocked(attempt, "it is another segment");
}
