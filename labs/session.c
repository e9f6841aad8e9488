/* One run of labs. Progress is a comfort, not a condition: where it cannot be kept,
 * that is said once and everything else goes on.
 */
#include "labs/session.h"

#include <stdlib.h>
#include <string.h>

#include "labs/classroom/course.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/words.h"
#include "labs/needs.h"
#include "labs/workspace.h"

/* A learner of a course sees its exercises, in its order (labs course). A course file
 * that is gone or spoilt is said, and all exercises are there. */
static void follow_course(struct session *session)
{
    struct error error;
    cleanup_free char *file = progress_setting(session->progress, "course");
    if (file && *file && course_choose(file, &session->catalogue, &error) < 0)
        warn(say_as("lines.course-gone", "%s"), error.message);
}

int session_open(struct session *session, struct error *error)
{
    *session = (struct session){0};
    if (catalogue_load(&session->catalogue, error) < 0)
        return -1;
    needs_use_our_programs();
    session->progress = progress_open(&session->progress_problem);
    follow_course(session);
    session->states = xcalloc(session->catalogue.count + 1, sizeof *session->states);
    session_refresh(session);
    return 0;
}

void session_close(struct session *session)
{
    progress_close(session->progress);
    free(session->states);
    catalogue_free(&session->catalogue);
    *session = (struct session){0};
}

void session_refresh(struct session *session)
{
    for (size_t i = 0; i < session->catalogue.count; i++)
        if (progress_state(session->progress, session->catalogue.items[i].name,
                           &session->states[i], &session->progress_problem) < 0)
            return;
}

const struct progress_state *session_state(const struct session *session,
                                           const struct exercise *exercise)
{
    return &session->states[exercise - session->catalogue.items];
}

static size_t last_index(const struct session *session)
{
    size_t last = 0;
    for (size_t i = 1; i < session->catalogue.count; i++)
        if (session->states[i].last_at > session->states[last].last_at)
            last = i;
    return last;
}

const struct exercise *session_next(const struct session *session)
{
    const struct catalogue *catalogue = &session->catalogue;
    size_t last = last_index(session);
    for (size_t i = 0; i < catalogue->count; i++) {
        size_t index = (last + i) % catalogue->count;
        if (!session->states[index].solved)
            return &catalogue->items[index];
    }
    return NULL;
}

void session_count(const struct session *session, const struct lab_area *area,
                   size_t *solved, size_t *total)
{
    *solved = *total = 0;
    for (size_t i = 0; i < session->catalogue.count; i++) {
        if (area && session->catalogue.items[i].area != area)
            continue;
        ++*total;
        *solved += session->states[i].solved;
    }
}

void session_add(struct session *session, const struct progress_event *event)
{
    progress_add(session->progress, event, &session->progress_problem);
    session_refresh(session);
}

void session_opened(struct session *session, const struct exercise *exercise)
{
    size_t last = last_index(session);
    const struct progress_event event = {.exercise = exercise->name, .what = "opened"};
    if (exercise != &session->catalogue.items[last] || session->states[last].last_at <= 0)
        session_add(session, &event);
}

void session_describe_check(const struct session *session,
                            const struct exercise *exercise, const char *folder,
                            bool without_sandbox, struct check *check)
{
    *check = (struct check){
        .exercise = exercise,
        .folder = folder,
        .seed = workspace_seed(folder),
        .without_sandbox = without_sandbox,
        .time_percent = session->time_percent,
    };
}

void session_record(struct session *session, const struct exercise *exercise,
                    const char *folder, const struct verdict *verdict)
{
    if (verdict->wants_sandbox) /* the learner is asked; nothing was tried yet */
        return;
    const struct progress_event event = {
        .exercise = exercise->name,
        .what = verdict_word(verdict->status),
        .seed = workspace_seed(folder),
        .seconds = verdict->seconds,
        .message = verdict->message,
    };
    session_add(session, &event);
}

int session_check(struct session *session, const struct exercise *exercise,
                  bool without_sandbox, struct verdict *verdict, struct error *error)
{
    struct check check;
    cleanup_free char *workspace = workspace_find(session->progress, error);
    if (!workspace)
        return -1;
    cleanup_free char *folder = workspace_exercise(workspace, exercise, error);
    if (!folder)
        return -1;
    session_describe_check(session, exercise, folder, without_sandbox, &check);
    check_run(&check, verdict);
    session_record(session, exercise, folder, verdict);
    return 0;
}

const char *session_state_word(const struct progress_state *state)
{
    if (state->solved)
        return "solved";
    return state->attempts || state->hints ? "tried" : "open";
}
