/* One bit says that execve() never gives more than there was. */
#include <sys/prctl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_new_privileges = {
    .name = "new-privileges",
    .title = "start programs that give more rights",
    .group = GROUP_FILES,
    .tries = "Asks whether no_new_privs is set. Without it each set-user-id program that "
             "is found is a way to other ids.",
    .source = "PR_SET_NO_NEW_PRIVS(2const); podman leaves it off",
    .stopped = "The bit is set, and cannot be cleared.",
    .layers = STOPS(NO_NEW_PRIVILEGES),
    .absent = "A filter of an unprivileged process needs the bit, too.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1)
        attempt_blocked(attempt, "no_new_privs is set");
    else
        attempt_open(attempt, "no_new_privs is not set");
}
