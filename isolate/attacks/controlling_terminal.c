/* A session has one terminal, and whoever is in the session can open it. */
#include <fcntl.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_controlling_terminal = {
    .name = "controlling-terminal",
    .title = "open the terminal of the starter",
    .group = GROUP_INHERITED,
    .tries = "Opens /dev/tty, which is the terminal of whoever started the container, "
             "though it was lent as input only.",
    .source = "CVE-2017-5226 (bubblewrap), CVE-2016-2568 (pkexec)",
    .stopped = "setsid() gives the command a session of its own, without a terminal.",
    .layers = STOPS(SESSION),
    .asks = {.terminal = true},
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    attempt_path(attempt, "/dev/tty", O_RDWR);
}
