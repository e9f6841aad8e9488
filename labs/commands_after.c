/* The commands for after, or around, an attempt: solution and explain. */
#include <stdio.h>
#include <stdlib.h>

#include "labs/commands.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/paths.h"
#include "labs/kit/program.h"
#include "labs/kit/words.h"
#include "labs/notes.h"
#include "labs/print.h"
#include "labs/session.h"
#include "labs/solution.h"
#include "labs/workspace.h"

static bool show_me;

const struct option_row solution_options[] = {
    {"show-me", 0, OPTION_FLAG, &show_me, NULL, "labs.show-me", NULL, 0, 0},
    {0},
};

/* Before it is solved only on request, and the log remembers that. */
static void permit(struct session *session, const struct exercise *exercise)
{
    const struct progress_state *state = session_state(session, exercise);
    if (state->solved || state->shown)
        return;
    if (!show_me)
        die(STATUS_NO, say_as("lines.not-solved", "%s %s"), exercise->name,
            exercise->name);
    const struct progress_event event = {.exercise = exercise->name, .what = "shown"};
    session_add(session, &event);
}

int command_solution(int argc, char **argv)
{
    struct session session;
    struct error error;
    session_open_or_die(&session);
    const struct exercise *exercise = session_chosen_or_die(&session, argc, argv);
    cleanup_free char *workspace = workspace_find(session.progress, &error);
    cleanup_free char *folder =
        workspace ? workspace_exercise(workspace, exercise, &error) : NULL;
    if (!folder)
        die_error(&error);
    cleanup_free char *text = solution_compare(exercise, folder, &error);
    if (!text)
        die_error(&error);
    permit(&session, exercise);
    if (common_options.json) {
        struct json json = json_begin(stdout);
        json_object(&json, NULL);
        json_string(&json, "exercise", exercise->name);
        json_string(&json, "solution", text);
        json_end(&json);
    } else {
        fputs(text, stdout);
    }
    session_close_or_warn(&session);
    return STATUS_OK;
}

static void put_note(const struct exercise *exercise, const struct notes *notes,
                     const char *name)
{
    struct error error;
    cleanup_free char *text = notes_read(notes, name, &error);
    if (!text)
        die_error(&error);
    if (common_options.json) {
        struct json json = json_begin(stdout);
        json_object(&json, NULL);
        json_string(&json, "exercise", exercise->name);
        json_string(&json, "note", name);
        json_string(&json, "text", text);
        json_end(&json);
    } else {
        print_markdown(text);
    }
}

int command_explain(int argc, char **argv)
{
    struct session session;
    struct notes notes;
    struct error error;
    session_open_or_die(&session);
    const struct exercise *exercise = session_chosen_or_die(&session, argc, argv);
    if (notes_load(&notes, &error) < 0)
        die_error(&error);
    for (size_t i = 0; i < exercise->notes.count; i++) {
        if (i && !common_options.json)
            putchar('\n');
        put_note(exercise, &notes, exercise->notes.items[i]);
    }
    if (!exercise->notes.count && !common_options.json)
        printf(say_as("lines.no-note", "%s %s"), exercise->name, exercise->name);
    notes_free(&notes);
    session_close_or_warn(&session);
    return STATUS_OK;
}
