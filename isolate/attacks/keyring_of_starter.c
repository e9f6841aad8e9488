/* The starter's keys, where the calls for keys are allowed. */
#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"

const struct attack attack_keyring_of_starter = {
    .name = "keyring-of-starter",
    .title = "take a key where keyctl() is allowed",
    .group = GROUP_INHERITED,
    .tries = "The container was asked for with --security-opt seccomp=unconfined: "
             "Kerberos and encrypted folders need keyctl(). Looks for a key in the "
             "session keyring that it inherits.",
    .source = "keyrings(7); crun and runc have --no-new-keyring, which leaves it shared",
    .stopped = "A new, empty session keyring is joined before the command is executed.",
    .layers = STOPS(KEYRING),
    .asks = {.all_calls = true},
    .prepare = bait_session_key,
    .attempt = attempt_session_key,
};
