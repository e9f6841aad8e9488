/* The PID namespace: a numbering of its own, which begins with 1.
 *
 * unshare(CLONE_NEWPID) moves nobody: only children are born into the new namespace,
 * the first as process 1. So the builder forks here and the child goes on. It comes
 * before /proc, because a new /proc shows the PID namespace of who mounts it.
 * pid_namespaces(7).
 */
#include <sched.h>

#include "isolate/host/host.h"
#include "isolate/steps/steps.h"

static size_t rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_UNSHARE_PID, .flags = CLONE_NEWPID};
    return 1;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)host;
    answer_fact(&record->after, FACT_PID, text);
}

const struct step_type pid_step = {
    .name = "pid",
    .layer = LAYER_PID,
    .title = "PID namespace: the process is number 1",
    .why = "The first process born in a PID namespace is number 1. It cannot name a "
           "process outside, and so cannot signal it. The host sees it under another "
           "number. ps still reads the host's /proc: that comes later.",
    .privileged = true,
    .rows = rows,
    .facts = {FACT_PID, FACT_NS_PID, FACT_PS},
    .fact_count = 3,
    .undo_why = "A process keeps its PID namespace for all its life.",
    .attacker = "Read about the host's processes in its /proc.",
    .stops = "signal-host-process",
    .attack = "see-host-process host-files",
    .question = "The process makes a PID namespace and forks. Which number does the "
                "child have in there?",
    .explain = "The first process of a PID namespace is its process 1.",
    .answer = answer,
};
