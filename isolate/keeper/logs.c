/* isolate logs: what a container wrote, and with -f what it goes on to write. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "isolate/keeper/commands.h"
#include "isolate/keeper/log.h"
#include "isolate/keeper/names.h"
#include "labs/kit/cleanup.h"

static bool follow, timestamps;
static uint64_t tail = UINT64_MAX;
static const char *since;

const struct option_row logs_options[] = {
    {"follow", 'f', OPTION_FLAG, &follow, NULL, "go on until it ends", NULL, 0, 0},
    {"tail", 'n', OPTION_COUNT, &tail, "N", "only the last N lines", NULL, 0, 1000000000},
    {"since", 0, OPTION_TEXT, &since, "TIME",
     "only from then on: 2026-11-21T14:05:09Z, or how long ago: 90s, 10m, 2h, 1d", NULL,
     0, 0},
    {"timestamps", 0, OPTION_FLAG, &timestamps, NULL, "each line with its time", NULL, 0,
     0},
    STATE_DIR_ROW,
    {0},
};

/* The kernel tells of each change in the folder; a keeper that was killed changes
 * nothing, so now and then we look by ourselves. */
static void wait_for_change(int watch)
{
    enum { PATIENCE_MS = 500 };
    char events[4096];
    struct pollfd change = {.fd = watch, .events = POLLIN};
    if (poll(&change, 1, PATIENCE_MS) > 0 && read(watch, events, sizeof events) < 0)
        return;
}

static void stay(const struct state *state, struct log_reader *reader)
{
    char path[32];
    cleanup_fd int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    snprintf(path, sizeof path, "/proc/self/fd/%d", state->folder);
    if (watch >= 0)
        inotify_add_watch(watch, path,
                          IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE |
                              IN_DELETE);
    for (;;) {
        bool alive =
            state_is_alive(state); /* before the last look, or it may miss some */
        log_reader_more(reader, stdout, stderr);
        if (!alive || ferror(stdout))
            return;
        wait_for_change(watch);
    }
}

int logs_command(int argc, char **argv)
{
    (void)argc;
    struct error error;
    struct state state;
    struct log_reader reader;
    struct log_view view = {.timestamps = timestamps,
                            .tail = tail == UINT64_MAX ? -1 : (long)tail};
    if ((since && log_parse_time(since, &view.since, &error) < 0) ||
        state_open(argv[0], &state, &error) < 0 ||
        log_reader_open(&reader, state.folder, &view, stdout, stderr, &error) < 0)
        die_error(&error);
    fflush(stdout);
    if (follow)
        stay(&state, &reader);
    log_reader_close(&reader);
    state_close(&state);
    return STATUS_OK;
}
