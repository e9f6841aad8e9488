/* The commands that touch the learner's folder: init and reset. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/commands.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/program.h"
#include "labs/kit/words.h"
#include "labs/question.h"
#include "labs/session.h"
#include "labs/student.h"
#include "labs/workspace.h"

static bool yes;
static uint64_t wanted_seed;
static const char *student;

const struct option_row init_options[] = {
    {"student", 0, OPTION_TEXT, &student, "ID", "labs.student", NULL, 0, 0},
    {0},
};

const struct option_row reset_options[] = {
    {"yes", 'y', OPTION_FLAG, &yes, NULL, "labs.yes", NULL, 0, 0},
    {"seed", 0, OPTION_COUNT, &wanted_seed, "N", "labs.seed", NULL, 1, 999999},
    {0},
};

static void print_init(const char *folder, const struct workspace_report *report)
{
    if (common_options.json) {
        struct json json = json_begin(stdout);
        json_object(&json, NULL);
        json_string(&json, "folder", folder);
        json_unsigned(&json, "added", report->added);
        json_unsigned(&json, "kept", report->kept);
        json_unsigned(&json, "problems", report->problems);
        json_end(&json);
        return;
    }
    printf(report->added == 1 ? say_as("folder.added-one", "%s %u %u")
                              : say_as("folder.added", "%s %u %u"),
           folder, report->added, report->kept);
    if (report->added && report->kept) /* news */
        printf("%s", report->added_names);
    bool plain = !folder[strcspn(folder, " '\"\\$`&|;<>()*?[]#~!\t\n")];
    printf(plain ? "\n    cd %s\n    labs next\n" : "\n    cd '%s'\n    labs next\n",
           folder);
}

/* Makes the folder or adds to it, remembers it, and tells. */
static void fill(struct session *session, const char *folder)
{
    struct error error;
    struct workspace_report report;
    if (workspace_init(folder, &session->catalogue, student, &report, &error) < 0)
        die_error(&error);
    cleanup_free char *whole = realpath(folder, NULL);
    progress_set(session->progress, "folder", whole ? whole : folder,
                 &session->progress_problem);
    if (report.refused)
        die(STATUS_REQUEST,
            report.refused == 1 ? say_as("folder.refused-one", "%u %s")
                                : say_as("folder.refused", "%u %s"),
            report.refused, report.first_problem);
    print_init(folder, &report);
    if (report.problems)
        warn(say_as("folder.not-added", "%u %s"), report.problems, report.first_problem);
    workspace_report_free(&report);
    if (session->progress_problem.message[0])
        warn(say_as("folder.ready", "%s"), session->progress_problem.message);
}

int command_init(int argc, char **argv)
{
    struct session session;
    struct error error;
    const char *folder = argc ? argv[0] : "ring3-exercises";
    if (!*folder)
        die(STATUS_REQUEST, "%s", say("folder.empty-name"));
    if ((student && student_valid(student, &error) < 0) ||
        session_open(&session, &error) < 0)
        die_error(&error);
    fill(&session, folder);
    session_close(&session);
    return STATUS_OK;
}

int command_update(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct session session;
    struct error error;
    if (session_open(&session, &error) < 0)
        die_error(&error);
    cleanup_free char *folder = workspace_find(session.progress, &error);
    if (!folder)
        die_error(&error);
    fill(&session, folder);
    session_close(&session);
    return STATUS_OK;
}

/* Says what will happen to the learner's files, and asks. */
static bool agreed(const struct exercise *exercise)
{
    return yes || question_yes(say_as("folder.ask-reset", "%s"), exercise->name);
}

/* A shell that stood in the folder was moved along with it. */
static void print_kept(const char *workspace, const struct exercise *exercise,
                       const char *kept)
{
    cleanup_free char *here = getcwd(NULL, 0);
    printf(say_as("folder.kept", "%s"), kept);
    if (here && !strncmp(here, kept, strlen(kept)))
        printf(say_as("folder.shell-moved", "%s %s"), workspace, exercise->name);
}

int command_reset(int argc, char **argv)
{
    (void)argc;
    struct session session;
    struct error error;
    if (session_open(&session, &error) < 0)
        die_error(&error);
    const struct exercise *exercise = catalogue_find(&session.catalogue, argv[0], &error);
    if (!exercise)
        die_error(&error);
    cleanup_free char *workspace = workspace_find(session.progress, &error);
    if (!workspace)
        die_error(&error);
    if (!agreed(exercise))
        die(STATUS_REQUEST, say_as("folder.unchanged", "%s"), exercise->name);
    uint64_t seed = wanted_seed ? wanted_seed : workspace_seed_for(workspace, exercise);
    cleanup_free char *kept = NULL;
    if (workspace_reset(workspace, exercise, seed, &kept, &error) < 0)
        die_error(&error);
    const struct progress_event event = {
        .exercise = exercise->name, .what = "reset", .seed = seed};
    session_add(&session, &event);
    printf(say_as("folder.at-start", "%s"), exercise->name);
    if (kept)
        print_kept(workspace, exercise, kept);
    if (session.progress_problem.message[0])
        warn("%s", session.progress_problem.message);
    session_close(&session);
    return STATUS_OK;
}
