/* no_new_privs: an exec never gives more than there was.
 *
 * After the capabilities, which it keeps away; before the filter, which the kernel
 * takes from an unprivileged process only with this bit. prctl(2).
 */
#include "isolate/steps/steps.h"

static size_t rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_NO_NEW_PRIVILEGES};
    return 1;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)record, (void)host;
    answer_yes_no(false, text);
}

const struct step_type no_new_privileges_step = {
    .name = "no-new-privileges",
    .layer = LAYER_NO_NEW_PRIVILEGES,
    .title = "no_new_privs: exec gives nothing any more",
    .why = "A set-user-id program such as su runs with its owner's rights, whoever "
           "starts it. With this bit the kernel ignores set-user-id and file "
           "capabilities, for this process and all that it will ever start.",
    .rows = rows,
    .facts = {FACT_NO_NEW_PRIVS},
    .fact_count = 1,
    .takes_away = true,
    .undo_why = "The bit cannot be taken back, on purpose.",
    .attacker = "Call into every corner of the kernel; use up descriptors.",
    .stops = "new-privileges",
    .attack = "user-namespace",
    .question = "Can a process with this bit take it back? (yes or no)",
    .explain = "prctl only sets it, and children inherit it.",
    .answer = answer,
};
