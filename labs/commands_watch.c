/* The command watch: the screen of one exercise, or the same as lines. */
#include "labs/commands.h"
#include "labs/editor.h"
#include "labs/kit/program.h"
#include "labs/screens.h"
#include "labs/watch_lines.h"

static bool without_sandbox;

const struct option_row watch_options[] = {
    {"editor", 0, OPTION_CHOICE, &editor_choice, "WHERE", "labs.editor",
     "auto here tmux code", 0, 0},
    {"without-sandbox", 0, OPTION_FLAG, &without_sandbox, NULL, "labs.without-sandbox",
     NULL, 0, 0},
    {"time-factor", 0, OPTION_COUNT, &session_time_factor, "N", "labs.time-factor", NULL,
     1, 20},
    {0},
};

static int watch_as_lines(int argc, char **argv)
{
    struct session session;
    struct error error;
    session_open_or_die(&session);
    session.time_percent = session_time_percent();
    const struct exercise *exercise = session_chosen_or_die(&session, argc, argv);
    if (watch_lines(&session, exercise, without_sandbox, common_options.json, &error) < 0)
        die_error(&error);
    session_close_or_warn(&session);
    return STATUS_OK;
}

int command_watch(int argc, char **argv)
{
    struct app app;
    if (!app_open(&app))
        return watch_as_lines(argc, argv);
    app.session.time_percent = session_time_percent();
    const struct exercise *exercise = session_chosen_or_die(&app.session, argc, argv);
    exercise_screen(&app, exercise, START_CHECK);
    app_close(&app);
    return STATUS_OK;
}
