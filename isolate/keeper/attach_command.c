/* isolate attach: to see what a container writes, and to type into it. */
#include "isolate/keeper/attach.h"
#include "isolate/keeper/commands.h"
#include "isolate/runtime/launch.h"

static const char *keys;
static bool no_stdin;

const struct option_row attach_options[] = {
    {"detach-keys", 0, OPTION_TEXT, &keys, "KEYS",
     "the keys that leave it running (default: ctrl-p,ctrl-q)", NULL, 0, 0},
    {"no-stdin", 0, OPTION_FLAG, &no_stdin, NULL, "only look", NULL, 0, 0},
    STATE_DIR_ROW,
    {0},
};

int attach_command(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    struct state state;
    int status = -1;
    if (state_open(argv[0], &state, &error) == 0)
        status = attach_to(&state, !no_stdin, keys, &error);
    if (error.message[0])
        warn("%s", error.message);
    state_close(&state);
    return status < 0 ? LAUNCH_FAILED : status;
}
