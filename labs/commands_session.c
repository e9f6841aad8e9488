/* What all commands of a learner begin and end with. */
#include "labs/commands.h"

#include <stdlib.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/program.h"
#include "labs/kit/settings.h"
#include "labs/kit/words.h"
#include "labs/session.h"
#include "labs/workspace.h"

uint64_t session_time_factor;

void session_open_or_die(struct session *session)
{
    struct error error;
    if (session_open(session, &error) < 0)
        die_error(&error);
    for (size_t i = 0; i < session->catalogue.problem_count; i++)
        warn("%s", session->catalogue.problems[i]);
}

void session_close_or_warn(struct session *session)
{
    if (session->progress_problem.message[0])
        warn(say_as("lines.verdict-stays", "%s"), session->progress_problem.message);
    session_close(session);
}

/* The exercise that is meant: the one named, else the one that the current folder
 * belongs to, else what comes next. */
static const struct exercise *chosen(struct session *session, int argc, char **argv)
{
    struct error error;
    const struct exercise *exercise = NULL;
    if (argc) {
        exercise = catalogue_find(&session->catalogue, argv[0], &error);
        if (!exercise)
            die_error(&error);
        return exercise;
    }
    cleanup_free char *here = getcwd(NULL, 0);
    cleanup_free char *workspace = workspace_find(session->progress, &error);
    cleanup_free char *name =
        here && workspace ? workspace_name_of(workspace, here) : NULL;
    if (name)
        exercise = catalogue_find(&session->catalogue, name, &error);
    if (!exercise)
        exercise = session_next(session);
    return exercise;
}

const struct exercise *session_chosen_or_die(struct session *session, int argc,
                                             char **argv)
{
    const struct exercise *exercise = chosen(session, argc, argv);
    if (!exercise)
        die(STATUS_REQUEST, "%s", say("lines.name-one"));
    return exercise;
}

/* The option, or else the variable, or else the setting, for machines that are always
 * slow. */
unsigned session_time_percent(void)
{
    cleanup_free char *setting = setting_get("time-factor");
    const char *variable = getenv("RING3_TIME_FACTOR");
    uint64_t factor = session_time_factor;
    struct error error;
    if (!variable || !*variable)
        variable = setting;
    if (!factor && variable && *variable &&
        option_number("RING3_TIME_FACTOR", variable, 1, 20, &factor, &error) < 0)
        die_error(&error);
    return factor ? (unsigned)(100 * factor) : 100;
}
