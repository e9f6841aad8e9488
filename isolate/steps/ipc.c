/* The IPC namespace: System V shared memory, semaphores and queues, POSIX queues.
 *
 * No other step needs it, nor does it need one but the user namespace. These objects
 * have no path: no mount namespace hides them. ipc_namespaces(7).
 */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

#include "isolate/steps/steps.h"

static size_t rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_UNSHARE, .flags = CLONE_NEWIPC};
    return 1;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)host;
    unsigned long shm = strtoul(record->after.facts[FACT_IPC], NULL, 10);
    snprintf(text, FACT_MAX, "%lu", shm);
}

const struct step_type ipc_step = {
    .name = "ipc",
    .layer = LAYER_IPC,
    .title = "IPC namespace: its own shared memory",
    .why = "System V shared memory, semaphores and queues are found by a number, not by "
           "a path: pivot_root does not hide them. In a new IPC namespace there are "
           "none.",
    .privileged = true,
    .rows = rows,
    .facts = {FACT_IPC, FACT_NS_IPC},
    .fact_count = 2,
    .takes_away = true,
    .undo_why = "The process has no rights in the namespace that it came from.",
    .attacker = "Connect to services of the host on 127.0.0.1.",
    .stops = "shared-memory message-queues",
    .attack = "host-service",
    .question = "How many System V shared memory segments are there in a new IPC "
                "namespace?",
    .explain = "A new IPC namespace is empty, whatever the host has.",
    .answer = answer,
};
