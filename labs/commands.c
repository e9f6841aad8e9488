/* The commands that learners type while they work: list, show, next, check, hint. */
#include "labs/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/paths.h"
#include "labs/kit/program.h"
#include "labs/print.h"
#include "labs/question.h"
#include "labs/session.h"
#include "labs/workspace.h"

static bool without_sandbox;
static uint64_t hint_level;

const struct option_row check_options[] = {
    {"without-sandbox", 0, OPTION_FLAG, &without_sandbox, NULL,
     "run your code with limits of time and memory only, where isolate cannot run it",
     NULL, 0, 0},
    {0},
};

const struct option_row hint_options[] = {
    {"level", 0, OPTION_COUNT, &hint_level, "N",
     "show the hints up to this one (default: one more than last time)", NULL, 1, 99},
    {0},
};

static void open_or_die(struct session *session)
{
    struct error error;
    if (session_open(session, &error) < 0)
        die_error(&error);
    for (size_t i = 0; i < session->catalogue.problem_count; i++)
        warn("%s", session->catalogue.problems[i]);
}

/* One line about progress that could not be kept, and the end of the session. */
static void close_session(struct session *session)
{
    if (session->progress_problem.message[0])
        warn("%s (this changes no verdict)", session->progress_problem.message);
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

/* The same, for commands that cannot do without one. */
static const struct exercise *chosen_or_die(struct session *session, int argc,
                                            char **argv)
{
    const struct exercise *exercise = chosen(session, argc, argv);
    if (!exercise)
        die(STATUS_REQUEST,
            "all exercises are solved: name the one you mean (labs list)");
    return exercise;
}

static void show(struct session *session, const struct exercise *exercise)
{
    struct error error;
    cleanup_free char *workspace = workspace_find(session->progress, &error);
    cleanup_free char *folder = workspace ? path_join(workspace, exercise->name) : NULL;
    if (common_options.json)
        print_exercise_json(session, exercise, folder);
    else
        print_exercise(session, exercise, folder);
}

int command_list(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct session session;
    open_or_die(&session);
    if (common_options.json)
        print_list_json(&session);
    else
        print_list(&session);
    close_session(&session);
    return STATUS_OK;
}

int command_show(int argc, char **argv)
{
    struct session session;
    open_or_die(&session);
    show(&session, chosen_or_die(&session, argc, argv));
    close_session(&session);
    return STATUS_OK;
}

int command_next(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct session session;
    open_or_die(&session);
    const struct exercise *next = session_next(&session);
    if (next)
        show(&session, next);
    else if (!common_options.json)
        puts("All exercises are solved.");
    close_session(&session);
    return STATUS_OK;
}

int command_check(int argc, char **argv)
{
    struct session session;
    struct error error;
    struct verdict verdict;
    open_or_die(&session);
    const struct exercise *exercise = chosen_or_die(&session, argc, argv);
    if (session_check(&session, exercise, without_sandbox, &verdict, &error) < 0)
        die_error(&error);
    if (verdict.wants_sandbox && !common_options.json &&
        question_yes("%s\nRun your code with limits of time and memory only?",
                     verdict.message)) {
        verdict_free(&verdict);
        if (session_check(&session, exercise, true, &verdict, &error) < 0)
            die_error(&error);
    }
    if (common_options.json)
        print_verdict_json(exercise, &verdict);
    else
        print_verdict(&session, exercise, &verdict);
    if (verdict.wants_sandbox && !common_options.json)
        printf("\nTo run your code with limits of time and memory only:\n"
               "    labs check %s --without-sandbox\n",
               exercise->name);
    int status = (int)verdict_exit(verdict.status);
    verdict_free(&verdict);
    close_session(&session);
    return status;
}

int command_hint(int argc, char **argv)
{
    struct session session;
    open_or_die(&session);
    const struct exercise *exercise = chosen_or_die(&session, argc, argv);
    size_t level = hint_level ? hint_level : session_state(&session, exercise)->hints + 1;
    if (level > exercise->hint_count)
        level = exercise->hint_count;
    const struct progress_event event = {
        .exercise = exercise->name, .what = "hint", .level = (unsigned)level};
    session_add(&session, &event);
    if (common_options.json) {
        struct json json = json_begin(stdout);
        json_object(&json, NULL);
        json_string(&json, "exercise", exercise->name);
        json_unsigned(&json, "level", level);
        json_unsigned(&json, "of", exercise->hint_count);
        json_string(&json, "hint", exercise->hints[level - 1]);
        json_end(&json);
    } else {
        print_hints(exercise, level);
    }
    close_session(&session);
    return STATUS_OK;
}
