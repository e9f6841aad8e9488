/* Resource limits of one process.
 *
 * They count per process, where a control group counts all together; they need no
 * privilege and no control group. Late, since the builder itself needs descriptors.
 * getrlimit(2).
 */
#include <stdio.h>
#include <sys/resource.h>

#include "isolate/steps/steps.h"

static size_t rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){
        .kind = OPERATION_RLIMIT, .number = RLIMIT_NOFILE, .flags = 256};
    row[1] =
        (struct operation){.kind = OPERATION_RLIMIT, .number = RLIMIT_CORE, .flags = 0};
    return 2;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    unsigned files = 0;
    (void)host;
    sscanf(record->after.facts[FACT_RLIMITS], "files %u", &files);
    snprintf(text, FACT_MAX, "%u", files);
}

const struct step_type rlimits_step = {
    .name = "rlimits",
    .layer = LAYER_RLIMITS,
    .title = "limits of each process",
    .why = "A soft limit holds until the process raises it; the hard limit is as far as "
           "it may. Both are set: at most 256 open files, and no core dump, which would "
           "be handed to a program of the host.",
    .rows = rows,
    .facts = {FACT_RLIMITS},
    .fact_count = 1,
    .undo_why = "A hard limit can be raised only with CAP_SYS_RESOURCE over the host.",
    .attacker = "Call into every corner of the kernel.",
    .stops = "descriptor-bomb",
    .attack = "user-namespace io-uring",
    .question = "The hard limit of open files is set to 256. To how many can the process "
                "raise it again?",
    .explain = "Raising a hard limit needs a capability over the host.",
    .answer = answer,
};
