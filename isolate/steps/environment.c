/* The environment: variables are inherited by every program, and they hold secrets.
 *
 * Early, because it needs no privilege and no namespace: a container that leaks its
 * starter's variables leaks however well it is walled in. environ(7).
 */
#include <stdio.h>

#include "isolate/steps/steps.h"

static size_t rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_CLEAR_ENVIRONMENT};
    row[1] = (struct operation){.kind = OPERATION_SET_ENVIRONMENT,
                                .source = "PATH",
                                .text = "/usr/sbin:/usr/bin:/sbin:/bin"};
    row[2] = (struct operation){
        .kind = OPERATION_SET_ENVIRONMENT, .source = "HOME", .text = "/"};
    return 3;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    unsigned count = 0;
    (void)host;
    sscanf(record->after.facts[FACT_ENVIRONMENT], "%u", &count);
    snprintf(text, FACT_MAX, "%u", count);
}

const struct step_type environment_step = {
    .name = "environment",
    .layer = LAYER_ENVIRONMENT,
    .title = "the environment is emptied",
    .why = "Variables go from a process to all that it starts: tokens, passwords, the "
           "path of a socket that obeys whoever writes to it. So nothing is inherited, "
           "and what a program needs is set by name.",
    .rows = rows,
    .facts = {FACT_ENVIRONMENT},
    .fact_count = 1,
    .takes_away = true,
    .undo_why = "The old values are gone with the memory that held them.",
    .attacker = "Read your files, and use what was left open.",
    .stops = "host-environment",
    .attack = "leaked-descriptor",
    .question = "The environment is emptied, then PATH and HOME are set. How many "
                "variables does a program find that starts now?",
    .explain = "Only those that were set by name.",
    .answer = answer,
};
