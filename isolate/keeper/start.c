/* isolate start, restart: a container that has ended is made again, as it was asked for.
 *
 * What it had written to its root is gone: the writable layer lives in memory and ends
 * with the container. The words of `isolate run` are kept, with the folder in which they
 * are to be understood, and read again by the same table. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "isolate/keeper/commands.h"
#include "isolate/keeper/description.h"
#include "isolate/keeper/keeper.h"
#include "isolate/keeper/names.h"
#include "isolate/runtime/launch.h"
#include "isolate/runtime/run.h"
#include "labs/kit/cleanup.h"

static bool attached;
static uint64_t restart_seconds = 10;

const struct option_row start_options[] = {
    {"attach", 'a', OPTION_FLAG, &attached, NULL,
     "stay attached, as a foreground run does", NULL, 0, 0},
    STATE_DIR_ROW,
    {0},
};

const struct option_row restart_options[] = {
    {"time", 't', OPTION_COUNT, &restart_seconds, "SECONDS",
     "wait so long after TERM before KILL (default: 10)", NULL, 0, 1000000},
    STATE_DIR_ROW,
    {0},
};

static int take(const char *word, struct state *state, struct description *description,
                struct error *error)
{
    if (state_open(word, state, error) < 0 ||
        description_read(state, description, error) < 0)
        return -1;
    int locked = state_lock(state, error);
    if (locked > 0)
        return error_set(error, STATUS_REQUEST, "%s runs already", state_label(state));
    if (locked == 0 && chdir(description->cwd) < 0)
        return error_errno(error, STATUS_REQUEST, "%s was started in %s",
                           state_label(state), description->cwd);
    return locked;
}

/* The words again through the table of run, as if they had been typed. */
static int run_again(char **arguments, struct error *error)
{
    const struct option_row *tables[] = {run_options};
    int argc = 0, first = 0;
    while (arguments[argc])
        argc++;
    cleanup_free char **argv = xcalloc((size_t)argc + 2, sizeof *argv);
    argv[0] = (char *)(uintptr_t) "isolate";
    memcpy(argv + 1, arguments, (size_t)argc * sizeof *argv);
    if (options_parse(tables, 1, argc + 1, argv, true, &first, error) < 0)
        return -1;
    return run_command(argc + 1 - first, argv + first);
}

static int start(const char *word)
{
    struct error error = {0};
    struct state state;
    struct description description = {0};
    int status = -1;
    if (take(word, &state, &description, &error) == 0) {
        keeper_use(&state, attached);
        status = run_again(description.arguments, &error);
    }
    if (status < 0) {
        error.status = (enum status)LAUNCH_FAILED;
        die_error(&error);
    }
    description_free(&description);
    return status;
}

int start_command(int argc, char **argv)
{
    (void)argc;
    return start(argv[0]);
}

int restart_command(int argc, char **argv)
{
    (void)argc;
    struct error error;
    struct state state;
    if (state_open(argv[0], &state, &error) < 0 ||
        container_stop(&state, SIGTERM, restart_seconds, &error) < 0)
        die_error(&error);
    state_close(&state);
    return start(argv[0]);
}
