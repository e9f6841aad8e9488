/* A session keyring of its own.
 *
 * The kernel keeps keys (Kerberos tickets, passwords of file systems) on rings that a
 * process inherits. Before the filter, which refuses keyctl. session-keyring(7).
 */
#include <stdio.h>
#include <string.h>

#include "isolate/steps/steps.h"

static size_t rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_KEYRING};
    return 1;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    answer_yes_no(
        strcmp(record->after.facts[FACT_KEYRING], host->facts[FACT_KEYRING]) == 0, text);
}

const struct step_type keyring_step = {
    .name = "keyring",
    .layer = LAYER_KEYRING,
    .title = "a session keyring of its own",
    .why = "Keys that the kernel keeps for you hang on a session keyring, and a process "
           "inherits the ring of its starter: no namespace hides it. A new one is "
           "empty.",
    .rows = rows,
    .facts = {FACT_KEYRING},
    .fact_count = 1,
    .takes_away = true,
    .undo_why = "The old ring has no name by which it could be joined again.",
    .attacker = "Call into every corner of the kernel.",
    .stops = "session-keyring keyring-of-starter",
    .attack = "user-namespace io-uring",
    .question = "After the call, does the process search the same session keyring as "
                "you? (yes or no)",
    .explain = "It has joined a new one, which is empty.",
    .answer = answer,
};
