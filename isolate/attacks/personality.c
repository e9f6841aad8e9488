/* A process can ask to be treated as on an old Unix. */
#include <sys/personality.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_personality = {
    .name = "personality",
    .title = "make all memory executable",
    .group = GROUP_CALLS,
    .tries = "personality(READ_IMPLIES_EXEC): every mapping that can be read can then be "
             "executed, and ADDR_NO_RANDOMIZE puts all at known addresses.",
    .source = "CVE-2009-1895; Docker allows five values",
    .stopped = "The filter allows the usual values only.",
    .layers = STOPS(SECCOMP),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    int before = personality(0xffffffff);
    if (attempt_call(attempt, personality(READ_IMPLIES_EXEC),
                     "personality(READ_IMPLIES_EXEC)"))
        personality((unsigned long)before);
}
