/* Root may become anybody. */
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_become_other_user = {
    .name = "become-other-user",
    .title = "become another user",
    .group = GROUP_FILES,
    .tries = "setuid(1): another user of the container, or of the host where ids are not "
             "mapped.",
    .source = "capabilities(7): CAP_SETUID",
    .stopped = "The capability is not there.",
    .layers = STOPS(CAPABILITIES),
    .absent = "With a single id mapped there is no second user inside.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_call(attempt, setuid(1), "setuid(1)");
}
