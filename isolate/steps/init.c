/* Process 1 and its duties: it reaps orphans, and signals pass it by.
 *
 * Right after the PID namespace, which has just made this process number 1. What holds
 * the container here is such an init: a loop around waitpid. pid_namespaces(7).
 */
#include <signal.h>
#include <stdio.h>

#include "isolate/steps/steps.h"

static size_t rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_ORPHAN};
    row[1] = (struct operation){.kind = OPERATION_REAP};
    row[2] = (struct operation){.kind = OPERATION_SIGNAL_SELF, .number = SIGTERM};
    return 3;
}

/* Nothing is left of it: the orphan was reaped, the signal ignored. */
static size_t undo(const struct setting *s, struct operation *row)
{
    (void)s, (void)row;
    return 0;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)host;
    answer_yes_no(record->row_count == 3 && record->rows[2].outcome.value == 0 &&
                      record->pid > 0,
                  text);
}

const struct step_type init_step = {
    .name = "init",
    .layer = LAYER_NONE,
    .title = "process 1 reaps orphans and ignores signals",
    .why = "A process whose parent has ended becomes a child of process 1. If that one "
           "never calls waitpid, the dead stay as zombies and fill the table. And "
           "process 1 gets from inside only those signals that it has a handler for: a "
           "server as process 1 does not end at Ctrl-C. Hence a tiny init.",
    .needs = "pid",
    .rows = rows,
    .facts = {FACT_PID, FACT_SESSION},
    .fact_count = 2,
    .undo = undo,
    .undo_why = "Nothing to undo: the orphan was reaped, the signal had no effect.",
    .attacker = "Leave orphans behind, until the limit of tasks is set.",
    .attack = "host-files",
    .question = "Process 1 has no handler for SIGTERM and gets one from inside its "
                "namespace. Does it live on? (yes or no)",
    .explain = "The kernel drops signals to process 1 that it has no handler for; only "
               "its parent namespace can kill it.",
    .answer = answer,
};
