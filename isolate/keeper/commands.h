/* The commands about containers that stay: the rows of the command table and, for each,
 * its options and its function, in a file of its name. */
#ifndef RING3_ISOLATE_COMMANDS_H
#define RING3_ISOLATE_COMMANDS_H

#include "isolate/keeper/state.h"
#include "labs/kit/options.h"

/* The row that all of their option tables, and that of run, share. */
#define STATE_DIR_ROW                                                                    \
    {                                                                                    \
        "state-dir", 0, OPTION_TEXT, &state_option, "DIR",                               \
            "where the state of containers is (default: /run/isolate for root, else "    \
            "isolate "                                                                   \
            "in $XDG_RUNTIME_DIR)",                                                      \
            NULL, 0, 0                                                                   \
    }

extern const struct option_row state_only_options[]; /* just --state-dir */

#define KEEPER_COMMANDS(row)                                                             \
    row(ps) row(exec) row(logs) row(stop) row(kill) row(rm) row(inspect) row(top)        \
        row(stats) row(pause) row(unpause) row(wait) row(attach) row(diff) row(rename)   \
            row(start) row(restart) row(gc)

#define DECLARE_COMMAND(name)                                                            \
    extern const struct option_row name##_options[];                                     \
    int name##_command(int argc, char **argv);
KEEPER_COMMANDS(DECLARE_COMMAND)
#undef DECLARE_COMMAND

/* ---- what they share: each_container.c ---- */

/* Calls `act` for each word; prints the word when it is done and `echo`. A word that
 * fails gets its line on stderr, and the others still their turn. The exit status. */
int each_container(int argc, char **argv, bool echo,
                   int (*act)(struct state *state, void *context, struct error *error),
                   void *context);

/* Sends a signal, waits so long, then KILL: 0 when it has ended. */
int container_stop(struct state *state, int signal, uint64_t seconds,
                   struct error *error);

#endif
