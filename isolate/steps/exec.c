/* A program runs in the finished container.
 *
 * Last, because it shows what all the others have done: the answers below are the
 * program's own, not ours.
 */
#include <stdio.h>
#include <string.h>

#include "isolate/steps/steps.h"

static size_t rows(const struct setting *s, struct operation *row)
{
    static const char *const commands[] = {"hostname", "id", "ls /", "ps"};
    (void)s;
    for (size_t i = 0; i < 4; i++)
        row[i] = (struct operation){.kind = OPERATION_COMMAND, .text = commands[i]};
    return 4;
}

static size_t undo(const struct setting *s, struct operation *row)
{
    (void)s, (void)row;
    return 0;
}

/* The lines that ps printed, without its heading. */
static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    unsigned lines = 0;
    (void)host;
    const char *ps = strstr(record->output, "$ ps\n");
    for (; ps && *ps; ps++)
        lines += *ps == '\n';
    snprintf(text, FACT_MAX, "%u", lines > 2 ? lines - 2 : 0);
}

const struct step_type exec_step = {
    .name = "exec",
    .layer = LAYER_NONE,
    .title = "exec: a program runs inside",
    .why =
        "A program that knows nothing of all this finds a machine called box, on which "
        "it is root and alone. Yet it is a process like any other: it shares one "
        "kernel with you, and that kernel is the wall.",
    .needs = "files",
    .check = check_root,
    .rows = rows,
    .facts = {FACT_HOSTNAME, FACT_ID, FACT_LS, FACT_PS},
    .fact_count = 4,
    .undo = undo,
    .undo_why = "Nothing to undo: the programs have ended.",
    .attacker = "Look for a bug in one of the system calls that are left.",
    .question = "How many processes does ps list in the container, itself included?",
    .explain = "Process 1, which holds the container for us, and ps.",
    .answer = answer,
};
