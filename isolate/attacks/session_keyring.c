/* The kernel keeps keys for processes, and a keyring is inherited. */
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"

const struct attack attack_session_keyring = {
    .name = "session-keyring",
    .title = "keys in the keyring of the session",
    .group = GROUP_INHERITED,
    .tries = "Looks for a key that the starter has in its session keyring: tickets of "
             "Kerberos and passwords of file systems lie there.",
    .source = "CVE-2014-9529 and keyrings(7); Docker left the keyring shared for years",
    .stopped = "A new, empty session keyring is joined before the command is executed; "
               "and the filter refuses keyctl().",
    .layers = STOPS(KEYRING) | STOPS(SECCOMP),
    .prepare = bait_session_key,
    .attempt = attempt_session_key,
};

int bait_session_key(struct trap *trap, struct error *error)
{
    enum { JOIN_SESSION = 1, SESSION_KEYRING = -3 };
    if (syscall(SYS_keyctl, JOIN_SESSION, NULL) < 0 ||
        syscall(SYS_add_key, "user", "ring3-secret", trap->token, 32, SESSION_KEYRING) <
            0)
        return error_errno(error, STATUS_HOST, "no keyrings");
    return 0;
}

void attempt_session_key(struct attempt *attempt)
{
    enum { SEARCH = 10, SESSION_KEYRING = -3 };
    long key = syscall(SYS_keyctl, SEARCH, SESSION_KEYRING, "user", "ring3-secret", 0);
    attempt_call(attempt, key,
                 "keyctl(KEYCTL_SEARCH, session keyring, \"ring3-secret\")");
}
