/* isolate pause, unpause: all processes stand still, by the freezer of their group.
 *
 * Not by SIGSTOP: a process can see that it was stopped so, its parent is told, and one
 * that forks faster than it is walked through gets away. */
#include "isolate/keeper/client.h"
#include "isolate/keeper/commands.h"

const struct option_row pause_options[] = {STATE_DIR_ROW, {0}};
const struct option_row unpause_options[] = {STATE_DIR_ROW, {0}};

static int ask(struct state *state, void *context, struct error *error)
{
    return client_ask(state, *(const enum wire_kind *)context, 0, error);
}

int pause_command(int argc, char **argv)
{
    enum wire_kind kind = WIRE_PAUSE;
    return each_container(argc, argv, true, ask, &kind);
}

int unpause_command(int argc, char **argv)
{
    enum wire_kind kind = WIRE_RESUME;
    return each_container(argc, argv, true, ask, &kind);
}
