/* Capabilities: the power of root in some forty pieces, and none is left.
 *
 * After everything that needed one. The bounding set first: dropping from it needs
 * CAP_SETPCAP, which the last call gives up. capabilities(7).
 */
#include <stdio.h>
#include <string.h>

#include "isolate/steps/steps.h"

static size_t rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_BOUNDING};
    row[1] = (struct operation){.kind = OPERATION_AMBIENT};
    row[2] = (struct operation){.kind = OPERATION_CAPSET};
    row[3] = (struct operation){
        .kind = OPERATION_ATTEMPT, .text = "hostname", .may_fail = true};
    return 4;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)host;
    answer_yes_no(record->rows[3].outcome.error == 0, text);
}

const struct step_type capabilities_step = {
    .name = "capabilities",
    .layer = LAYER_CAPABILITIES,
    .title = "no capability is left, in any of the five sets",
    .why = "Effective is what the kernel looks at; permitted what may become effective; "
           "inheritable and ambient what goes on through exec; bounding the most that "
           "any exec can give. All must be emptied, or an exec brings them back: the "
           "process is still uid 0.",
    .privileged = true,
    .rows = rows,
    .facts = {FACT_CAPS, FACT_CAPS_PERMITTED, FACT_CAPS_INHERITABLE, FACT_CAPS_BOUNDING,
              FACT_CAPS_AMBIENT},
    .fact_count = 5,
    .takes_away = true,
    .undo_why = "No call gives a capability back: that is the point.",
    .attacker = "Call into every corner of the kernel; make new user namespaces.",
    .stops = "mount unmount",
    .attack = "user-namespace",
    .question = "The process is still uid 0, in a UTS namespace of its own. Does "
                "sethostname work now? (yes or no)",
    .explain = "It asks for CAP_SYS_ADMIN, not for uid 0.",
    .answer = answer,
};
