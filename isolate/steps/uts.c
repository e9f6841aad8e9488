/* The UTS namespace: a host name of its own.
 *
 * It stands here because it is the simplest namespace there is: two strings. It
 * must come after the user namespace, which gives the capability to make it.
 * uts_namespaces(7).
 */
#include <sched.h>

#include "isolate/steps/steps.h"

static size_t rows(const struct setting *s, struct operation *row)
{
    row[0] = (struct operation){.kind = OPERATION_UNSHARE, .flags = CLONE_NEWUTS};
    row[1] = (struct operation){.kind = OPERATION_HOSTNAME, .text = s->hostname};
    return 2;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)record;
    answer_fact(host, FACT_HOSTNAME, text);
}

const struct step_type uts_step = {
    .name = "uts",
    .layer = LAYER_UTS,
    .title = "UTS namespace: a host name of its own",
    .why = "sethostname changes the name of the machine. In a UTS namespace of its own, "
           "the process renames only what it sees itself; the host keeps its name.",
    .privileged = true,
    .rows = rows,
    .facts = {FACT_HOSTNAME, FACT_NS_UTS},
    .fact_count = 2,
    .takes_away = true,
    .undo_why = "The name could be set back, but there is no way back into the "
                "namespace: the process has no rights there.",
    .attacker = "See and count the host's processes.",
    .stops = "rename-host host-name",
    .attack = "see-host-process",
    .question = "The process calls sethostname(\"box\") in a UTS namespace of its own. "
                "What does `hostname` say on the host then?",
    .explain = "The new name is in the new namespace only.",
    .answer = answer,
};
