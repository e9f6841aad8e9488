/* A session of its own: without the starter's terminal.
 *
 * Before the namespaces, because none of them takes a terminal away. With a terminal in
 * common, TIOCSTI types into it as if the user did. setsid(2), ioctl_tty(2).
 */
#include "isolate/steps/steps.h"

static size_t rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_SETSID};
    return 1;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)host, (void)record;
    answer_yes_no(false, text);
}

const struct step_type session_step = {
    .name = "session",
    .layer = LAYER_SESSION,
    .title = "a session of its own, without your terminal",
    .why = "A session shares one terminal. A program that shares yours could push "
           "letters into it (TIOCSTI), and your shell would run them once the container "
           "has ended. setsid starts a session that has no terminal yet.",
    .rows = rows,
    .facts = {FACT_SESSION},
    .fact_count = 1,
    .undo_why = "A process cannot join a session again.",
    .attacker = "All that your user id may do: its files, its processes.",
    .stops = "tiocsti controlling-terminal",
    .attack = "see-host-process",
    .question = "After setsid, can the process open /dev/tty and read what you type? "
                "(yes or no)",
    .explain = "/dev/tty is the terminal of one's own session, and this one has none.",
    .answer = answer,
};
