/* What an exercise's screen does: the folder, the check in the background, the watch on
 * the files.
 *
 * A save makes a check due; it starts when nothing more was saved for a moment. A save
 * while a check runs ends that check, whose answer would be about old files, and makes
 * a new one due: no save is lost. A verdict stays on the screen until the next one.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "labs/exercise_view.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/words.h"
#include "labs/workspace.h"

const struct progress_state *exercise_state(const struct exercise_view *view)
{
    return session_state(&view->app->session, view->exercise);
}

void exercise_error(const struct exercise_view *view, const struct error *error)
{
    screen_message(view->app->terminal, view->exercise->name, error->message);
}

void exercise_ask(struct exercise_view *view, enum asking asking, char *prompt)
{
    free(view->prompt);
    view->prompt = prompt;
    view->asking = asking;
}

/* ---- the watch ---- */

static void wait_for(const struct exercise_view *view, int descriptor)
{
    struct epoll_event event = {.events = EPOLLIN, .data = {.fd = descriptor}};
    if (view->wake >= 0 && descriptor >= 0)
        epoll_ctl(view->wake, EPOLL_CTL_ADD, descriptor, &event);
}

static void watch_folder(struct exercise_view *view)
{
    watcher_close(&view->watcher);
    view->saved = false;
    if (!view->folder)
        return;
    watcher_open(&view->watcher, view->folder);
    wait_for(view, view->watcher.descriptor);
}

int exercise_tick(const struct exercise_view *view)
{
    if (view->saved)
        return WATCHER_QUIET;
    return view->folder && view->watcher.polling ? WATCHER_POLL : -1;
}

bool exercise_quiet(struct exercise_view *view)
{
    if (!view->folder || (!view->saved && !view->watcher.polling))
        return false;
    view->saved = false;
    if (!watcher_changed(&view->watcher))
        return false;
    exercise_begin_check(view);
    return true;
}

/* ---- the check ---- */

static void forget_verdict(struct exercise_view *view)
{
    verdict_free(&view->verdict);
    place_free(&view->place);
    view->has_verdict = false;
}

void exercise_begin_check(struct exercise_view *view)
{
    struct error error;
    struct check check;
    if (!view->folder)
        return;
    session_describe_check(&view->app->session, view->exercise, view->folder,
                           view->without_sandbox, &check);
    if (check_job_start(&view->job, &check, &error) < 0)
        exercise_error(view, &error);
    else
        wait_for(view, view->job.descriptor);
}

static void take_verdict(struct exercise_view *view, struct verdict *verdict)
{
    forget_verdict(view);
    view->verdict = *verdict;
    view->has_verdict = true;
    view->place = place_of(verdict, view->exercise, view->folder);
    session_record(&view->app->session, view->exercise, view->folder, verdict);
    exercise_recompose(view);
    viewer_to_top(&view->viewer);
    if (verdict->wants_sandbox)
        exercise_ask(view, ASK_WITHOUT_SANDBOX, xstrdup(say("task.ask-limits")));
}

bool exercise_wake(struct exercise_view *view)
{
    struct epoll_event event;
    struct verdict verdict;
    while (epoll_wait(view->wake, &event, 1, 0) == 1) {
        if (view->job.worker && event.data.fd == view->job.descriptor) {
            check_job_take(&view->job, &verdict);
            take_verdict(view, &verdict);
            return true;
        }
        watcher_take_events(&view->watcher);
        view->saved = true;
    }
    return false;
}

/* ---- the folder ---- */

static void find_folder(struct exercise_view *view)
{
    struct error error;
    cleanup_free char *workspace = workspace_find(view->app->session.progress, &error);
    free(view->folder);
    view->folder = NULL;
    view->trouble.message[0] = '\0';
    if (workspace)
        view->folder = workspace_exercise(workspace, view->exercise, &view->trouble);
    watch_folder(view);
}

/* The folder and this exercise: the others come when they are opened, for to prepare all
 * of them takes seconds. */
void exercise_make_folder(struct exercise_view *view)
{
    struct error error;
    struct session *session = &view->app->session;
    if (workspace_begin(view->home, &error) < 0) {
        exercise_error(view, &error);
        return;
    }
    progress_set(session->progress, "folder", view->home, &session->progress_problem);
    find_folder(view);
    if (!view->folder && chdir(view->home) == 0)
        find_folder(view); /* progress cannot remember it: look there for this run */
    if (!view->folder && view->trouble.message[0])
        exercise_error(view, &view->trouble);
}

void exercise_reset(struct exercise_view *view)
{
    struct error error;
    cleanup_free char *kept = NULL;
    cleanup_free char *workspace = workspace_find(view->app->session.progress, &error);
    uint64_t seed = workspace ? workspace_seed_for(workspace, view->exercise) : 0;
    check_job_cancel(&view->job);
    if (!workspace ||
        workspace_reset(workspace, view->exercise, seed, &kept, &error) < 0) {
        exercise_error(view, &error);
        return;
    }
    const struct progress_event event = {
        .exercise = view->exercise->name, .what = "reset", .seed = seed};
    session_add(&view->app->session, &event);
    forget_verdict(view);
    watch_folder(view); /* it is another folder, of the same name */
    exercise_recompose(view);
    viewer_to_top(&view->viewer);
}

void exercise_show_solution(struct exercise_view *view)
{
    const struct progress_state *state = exercise_state(view);
    const struct progress_event event = {.exercise = view->exercise->name,
                                         .what = "shown"};
    if (!state->solved && !state->shown)
        session_add(&view->app->session, &event);
    view->solution = true;
    exercise_recompose(view);
    viewer_to_last_heading(&view->viewer);
}

/* ---- from one exercise to another ---- */

void exercise_open(struct exercise_view *view, const struct exercise *exercise)
{
    check_job_cancel(&view->job);
    view->exercise = exercise;
    view->solution = false;
    forget_verdict(view);
    find_folder(view);
    session_opened(&view->app->session, exercise);
    exercise_recompose(view);
    viewer_to_top(&view->viewer);
}

void exercise_close(struct exercise_view *view)
{
    check_job_cancel(&view->job);
    watcher_close(&view->watcher);
    if (view->wake >= 0)
        close(view->wake);
    viewer_free(&view->viewer);
    forget_verdict(view);
    free(view->folder);
    free(view->home);
    free(view->prompt);
}
