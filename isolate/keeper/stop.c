/* isolate stop, kill: ending a container, politely or not. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "isolate/keeper/client.h"
#include "isolate/keeper/commands.h"
#include "isolate/keeper/description.h"
#include "isolate/keeper/names.h"
#include "isolate/keeper/process_start.h"
#include "labs/kit/cleanup.h"

enum { STOP_SECONDS = 10, KILL_MS = 10000 };

static uint64_t stop_seconds = UINT64_MAX;
static const char *kill_signal = "KILL";

const struct option_row stop_options[] = {
    {"time", 't', OPTION_COUNT, &stop_seconds, "SECONDS",
     "wait so long after TERM before KILL (default: what run --stop-timeout said, or 10)",
     NULL, 0, 1000000},
    STATE_DIR_ROW,
    {0},
};

const struct option_row kill_options[] = {
    {"signal", 's', OPTION_TEXT, &kill_signal, "SIGNAL",
     "a name or number (default: KILL, which ends all of it)", NULL, 0, 0},
    STATE_DIR_ROW,
    {0},
};

/* The keeper does not answer: it is ended itself, and the container with it. By its
 * start time as well as its number, or a later process could be meant. */
static int kill_keeper(struct state *state, struct error *error)
{
    struct container_status status;
    if (status_read(state, &status, error) < 0)
        return -1;
    cleanup_fd int keeper = process_open(status.keeper, status.keeper_started);
    if (keeper >= 0)
        syscall(SYS_pidfd_send_signal, keeper, SIGKILL, NULL, 0);
    if (state_wait_end(state, KILL_MS))
        return 0;
    return error_set(error, STATUS_HOST, "%s does not end, though it was killed",
                     state_label(state));
}

static int end_now(struct state *state, struct error *error)
{
    struct error none;
    client_ask(state, WIRE_SIGNAL, SIGKILL, &none);
    return state_wait_end(state, KILL_MS) ? 0 : kill_keeper(state, error);
}

int container_stop(struct state *state, int signal, uint64_t seconds, struct error *error)
{
    struct container_status status;
    if (!state_is_alive(state))
        return 0;
    if (status_read(state, &status, error) == 0 && status.phase == PHASE_PAUSED)
        client_ask(state, WIRE_RESUME, 0, error);
    if (seconds == 0 || client_ask(state, WIRE_SIGNAL, signal, error) < 0)
        return state_is_alive(state) ? end_now(state, error) : 0;
    if (state_wait_end(state, (int)(seconds > 1000000 ? 1000000000 : seconds * 1000)))
        return 0;
    return end_now(state, error);
}

static int stop(struct state *state, void *context, struct error *error)
{
    (void)context;
    struct description description;
    int signal = SIGTERM;
    uint64_t seconds = STOP_SECONDS;
    if (description_read(state, &description, error) == 0) {
        if (description.stop_signal)
            signal = signal_number(description.stop_signal, error);
        if (description.stop_seconds)
            seconds = description.stop_seconds;
        description_free(&description);
    }
    return container_stop(state, signal < 0 ? SIGTERM : signal,
                          stop_seconds == UINT64_MAX ? seconds : stop_seconds, error);
}

int stop_command(int argc, char **argv)
{
    return each_container(argc, argv, true, stop, NULL);
}

static int send_one(struct state *state, void *context, struct error *error)
{
    return client_ask(state, WIRE_SIGNAL, *(const int *)context, error);
}

int kill_command(int argc, char **argv)
{
    struct error error;
    int number = signal_number(kill_signal, &error);
    if (number < 0)
        die_error(&error);
    return each_container(argc, argv, true, send_one, &number);
}
