/* Plain fork and exec: what a container is before it is one.
 *
 * It stands first because everything that follows is done to such a process. The open
 * folder stands for what a careless starter leaves open: the step descriptors closes it.
 */
#include "isolate/steps/steps.h"

enum { LEFT_OPEN = 7 };

static size_t rows(const struct setting *s, struct operation *row)
{
    row[0] =
        (struct operation){.kind = OPERATION_OPEN, .target = "/", .number = LEFT_OPEN};
    row[1] = (struct operation){
        .kind = OPERATION_COMMAND, .source = s->guest, .text = "hostname"};
    row[2] =
        (struct operation){.kind = OPERATION_COMMAND, .source = s->guest, .text = "id"};
    return 3;
}

static size_t undo(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_CLOSE, .number = LEFT_OPEN};
    return 1;
}

const struct step_type process_step = {
    .name = "process",
    .layer = LAYER_NONE,
    .title = "fork and exec: an ordinary process",
    .why = "To the kernel a container is a process that sees less than others. This one "
           "still sees all that its starter sees, and what it starts inherits all that "
           "it has: variables, open files, ids. Descriptor 7, the folder /, was left "
           "open by mistake.",
    .rows = rows,
    .facts = {FACT_ID, FACT_HOSTNAME, FACT_ROOT, FACT_PS, FACT_DESCRIPTORS},
    .fact_count = 5,
    .undo = undo,
    .undo_why = "The descriptor is closed; the programs have ended by themselves.",
    .attacker = "Everything that you can do yourself.",
    .attack = "host-environment leaked-descriptor",
};
