/* The time namespace: clocks since boot of its own.
 *
 * It moves CLOCK_MONOTONIC and CLOCK_BOOTTIME, not the time of day. The offset must be
 * written before the process enters, and it needs a capability: so before those go.
 * time_namespaces(7).
 */
#include "isolate/steps/steps.h"

enum { AHEAD = 1000 * 3600 };

static size_t rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_TIME, .number = AHEAD};
    return 1;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)record, (void)host;
    answer_yes_no(false, text);
}

const struct step_type time_step = {
    .name = "time",
    .layer = LAYER_TIME,
    .title = "time namespace: up for another time",
    .why = "A process that was moved from another machine shall not see its clocks jump, "
           "and how long the host has been up is nobody's business. Only the clocks "
           "since boot have an offset here; the time of day is the host's.",
    .privileged = true,
    .rows = rows,
    .facts = {FACT_UPTIME, FACT_NS_TIME},
    .fact_count = 2,
    .takes_away = true,
    .undo_why = "The process has no rights in the namespace that it came from.",
    .attacker = "Use the powers of root over its own namespaces: mount, and try bugs.",
    .stops = "host-uptime",
    .attack = "mount",
    .question = "Does `date` show another time in the new time namespace? (yes or no)",
    .explain = "CLOCK_REALTIME, the time of day, is not in a namespace.",
    .answer = answer,
};
