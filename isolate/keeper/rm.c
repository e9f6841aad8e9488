/* isolate rm, rename: the state of a container goes, or gets another name. */
#include <signal.h>
#include <stdio.h>

#include "isolate/keeper/client.h"
#include "isolate/keeper/commands.h"
#include "isolate/keeper/names.h"

static bool force;

const struct option_row rm_options[] = {
    {"force", 'f', OPTION_FLAG, &force, NULL, "end it first when it still runs", NULL, 0,
     0},
    STATE_DIR_ROW,
    {0},
};

/* The lock is taken first, so that nobody can start it meanwhile. */
static int remove_state(struct state *state, void *context, struct error *error)
{
    (void)context;
    if (force && container_stop(state, SIGKILL, 0, error) < 0)
        return -1;
    int locked = state_lock(state, error);
    if (locked <= 0 && force && state_has_gone(state))
        return 0; /* with --rm, its keeper has removed it by itself */
    if (locked < 0)
        return -1;
    if (locked > 0)
        return error_set(error, STATUS_REQUEST,
                         "%s still runs: isolate stop %s, or isolate rm --force %s",
                         state_label(state), state_label(state), state_label(state));
    return state_remove(state, error);
}

int rm_command(int argc, char **argv)
{
    return each_container(argc, argv, true, remove_state, NULL);
}

const struct option_row rename_options[] = {STATE_DIR_ROW, {0}};

int rename_command(int argc, char **argv)
{
    (void)argc;
    struct error error;
    struct state state;
    if (state_open(argv[0], &state, &error) < 0 ||
        state_rename(&state, argv[1], &error) < 0)
        die_error(&error);
    state_close(&state);
    return STATUS_OK;
}
