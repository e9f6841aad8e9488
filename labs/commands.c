/* The commands that learners type while they work: list, show, next, check, hint. */
#include "labs/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/filter.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/paths.h"
#include "labs/kit/program.h"
#include "labs/kit/words.h"
#include "labs/print.h"
#include "labs/question.h"
#include "labs/session.h"
#include "labs/workspace.h"

static bool without_sandbox;
static uint64_t hint_level;
static struct filter filter;
static bool names_only;

const struct option_row check_options[] = {
    {"without-sandbox", 0, OPTION_FLAG, &without_sandbox, NULL, "labs.without-sandbox",
     NULL, 0, 0},
    {"time-factor", 0, OPTION_COUNT, &session_time_factor, "N", "labs.time-factor", NULL,
     1, 20},
    {0},
};

const struct option_row list_options[] = {
    {"state", 0, OPTION_CHOICE, &filter.state, "STATE", "labs.list-state",
     "open tried solved todo", 0, 0},
    {"kind", 0, OPTION_CHOICE, &filter.kind, "KIND", "labs.list-kind",
     "predict code do find", 0, 0},
    {"names", 0, OPTION_FLAG, &names_only, NULL, "labs.list-names", NULL, 0, 0},
    {0},
};

const struct option_row hint_options[] = {
    {"level", 0, OPTION_COUNT, &hint_level, "N", "labs.hint-level", NULL, 1, 99},
    {0},
};

static void show(struct session *session, const struct exercise *exercise)
{
    struct error error;
    cleanup_free char *workspace = workspace_find(session->progress, &error);
    cleanup_free char *folder = workspace ? path_join(workspace, exercise->name) : NULL;
    session_opened(session, exercise);
    if (common_options.json)
        print_exercise_json(session, exercise, folder);
    else
        print_exercise(session, exercise, folder);
}

int command_list(int argc, char **argv)
{
    struct session session;
    filter.words = (const char *const *)argv;
    filter.word_count = (size_t)argc;
    session_open_or_die(&session);
    if (common_options.json)
        print_list_json(&session, &filter);
    else if (names_only)
        print_names(&session, &filter);
    else
        print_list(&session, &filter);
    session_close_or_warn(&session);
    return STATUS_OK;
}

int command_show(int argc, char **argv)
{
    struct session session;
    session_open_or_die(&session);
    show(&session, session_chosen_or_die(&session, argc, argv));
    session_close_or_warn(&session);
    return STATUS_OK;
}

int command_next(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct session session;
    session_open_or_die(&session);
    const struct exercise *next = session_next(&session);
    if (next)
        show(&session, next);
    else if (!common_options.json)
        puts(say("lines.all-solved"));
    session_close_or_warn(&session);
    return STATUS_OK;
}

int command_check(int argc, char **argv)
{
    struct session session;
    struct error error;
    struct verdict verdict;
    session_open_or_die(&session);
    const struct exercise *exercise = session_chosen_or_die(&session, argc, argv);
    session.time_percent = session_time_percent();
    if (session_check(&session, exercise, without_sandbox, &verdict, &error) < 0)
        die_error(&error);
    if (verdict.wants_sandbox && !common_options.json &&
        question_yes(say_as("lines.ask-limits", "%s"), verdict.message)) {
        verdict_free(&verdict);
        if (session_check(&session, exercise, true, &verdict, &error) < 0)
            die_error(&error);
    }
    if (common_options.json)
        print_verdict_json(exercise, &verdict);
    else
        print_verdict(&session, exercise, &verdict);
    if (verdict.wants_sandbox && !common_options.json)
        printf(say_as("lines.limits-only", "%s"), exercise->name);
    int status = (int)verdict_exit(verdict.status);
    verdict_free(&verdict);
    session_close_or_warn(&session);
    return status;
}

int command_hint(int argc, char **argv)
{
    struct session session;
    session_open_or_die(&session);
    const struct exercise *exercise = session_chosen_or_die(&session, argc, argv);
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
    session_close_or_warn(&session);
    return STATUS_OK;
}
