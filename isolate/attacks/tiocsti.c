/* A terminal can be told that somebody typed. */
#include <sys/ioctl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_tiocsti = {
    .name = "tiocsti",
    .title = "type into the terminal of the starter",
    .group = GROUP_INHERITED,
    .tries = "ioctl(TIOCSTI) puts a letter into the input of the terminal, as if it had "
             "been typed: a command line for the shell of the starter, run when the "
             "container has ended. Here it is one letter, on a terminal made for it.",
    .source = "CVE-2017-5226 (bubblewrap), CVE-2019-10063 (flatpak, by the upper half of "
              "the argument)",
    .stopped =
        "A session of its own makes the terminal somebody else's; the filter refuses the "
        "request as well, comparing only the 32 bits that the kernel reads.",
    .layers = STOPS(SESSION) | STOPS(SECCOMP) | STOPS(CAPABILITIES) | STOPS(USER),
    .absent = "Linux since 6.2 can forbid it for all (dev.tty.legacy_tiocsti).",
    .asks = {.terminal = true},
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    /* The upper half is thrown away by the kernel: a filter must do so, too. */
    int plain = ioctl(0, TIOCSTI, "x");
    if (!attempt_call(attempt, plain, "ioctl(0, TIOCSTI, \"x\")") &&
        ioctl(0, TIOCSTI | (1ul << 32), "x") == 0)
        attempt_open(attempt, "ioctl(0, TIOCSTI | 1 << 32, \"x\") = 0");
}
