/* Names of machines tell what they are for. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_host_name = {
    .name = "host-name",
    .title = "see the name of the machine",
    .group = GROUP_MACHINE,
    .tries = "Compares the name of the machine inside with that outside.",
    .source = "uts_namespaces(7)",
    .stopped = "It has a UTS namespace of its own, with another name.",
    .layers = STOPS(UTS),
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    char name[100] = "";
    if (gethostname(name, sizeof name - 1) < 0)
        return error_errno(error, STATUS_HOST, "gethostname");
    snprintf(trap->bait, sizeof trap->bait, "%s", name);
    return 0;
}

static void attempt(struct attempt *attempt)
{
    char name[100] = "";
    gethostname(name, sizeof name - 1);
    if (!strcmp(name, attempt->bait))
        attempt_open(attempt, "the host is called %s", name);
    else
        attempt_blocked(attempt, "the name is %s", name);
}
