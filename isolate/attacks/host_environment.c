/* Variables that were set for somebody else. */
#include <stdlib.h>

#include "isolate/attacks/attack.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_host_environment = {
    .name = "host-environment",
    .title = "secrets in the environment of the starter",
    .group = GROUP_INHERITED,
    .tries = "Looks for a variable that the starter had: tokens and passwords are often "
             "handed on this way.",
    .source = "bwrap keeps the environment unless --clearenv is given; Docker images "
              "were found with cloud keys",
    .stopped =
        "The command gets PATH, HOME, TERM and what --env names, and nothing else.",
    .layers = STOPS(ENVIRONMENT),
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    if (setenv("HOSTSECRET", trap->token, 1) < 0)
        return error_errno(error, STATUS_HOST, "setenv");
    return 0;
}

static void attempt(struct attempt *attempt)
{
    const char *value = getenv("HOSTSECRET");
    if (value)
        attempt_open(attempt, "HOSTSECRET=%s is in the environment", value);
    else
        attempt_blocked(attempt, "HOSTSECRET is not set");
}
