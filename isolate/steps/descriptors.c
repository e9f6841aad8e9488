/* Descriptors: an open folder of the host is a way out of any root.
 *
 * Before all walls, because a descriptor that was opened outside stays valid inside:
 * CVE-2024-21626 was one in runc, number 7, left open on a folder of the host.
 * close_range(2).
 */
#include <stdio.h>
#include <string.h>

#include "isolate/steps/steps.h"

static size_t rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_CLOSE_FROM, .number = 3};
    return 1;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)host;
    answer_yes_no(strstr(record->after.facts[FACT_DESCRIPTORS], "7→") != NULL, text);
}

const struct step_type descriptors_step = {
    .name = "descriptors",
    .layer = LAYER_DESCRIPTORS,
    .title = "all descriptors above 2 are closed",
    .why = "An open file stays open across fork, exec and every namespace: the kernel "
           "asks for permission when a file is opened, not when it is used. One call "
           "closes all of them. (The line that this screen gives its orders through "
           "stays; exec closes it.)",
    .rows = rows,
    .facts = {FACT_DESCRIPTORS},
    .fact_count = 1,
    .takes_away = true,
    .undo_why = "Nobody can open again what a descriptor has led to.",
    .attacker = "Type into your terminal, and open what you can open.",
    .stops = "leaked-descriptor",
    .attack = "tiocsti",
    .question = "Descriptor 7 leads to the host's /. Is it still there after "
                "close_range(3, ~0U, 0)? (yes or no)",
    .explain = "close_range closes every descriptor from the first number to the last.",
    .answer = answer,
};
