/* One exercise: its task, what the check said, its hints, and the why once solved.
 *
 * While it is on the screen its files are watched: a save is a check. Nothing goes on
 * by itself to another exercise, because what stands there belongs to this one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "labs/editor.h"
#include "labs/exercise_view.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/program.h"
#include "labs/kit/words.h"
#include "labs/print.h"
#include "labs/question.h"

/* ---- drawing ---- */

static void draw_foot(const struct exercise_view *view, struct area area, int row)
{
    if (view->job.worker)
        area_text(area, row, 1, STYLE_STRONG, say("task.checking"));
    else if (view->folder)
        area_print(area, row, 1, STYLE_DIM, say_as("task.files", "%s"), view->folder);
    else if (view->trouble.message[0])
        area_print(area, row, 1, STYLE_WARN, "! %s", view->trouble.message);
    else
        area_text(area, row, 1, STYLE_WARN, say("task.no-files"));
    area_print(area, row + 1, 1, STYLE_CODE, "$ labs check %s", view->exercise->name);
}

static void view_draw(void *self, struct area area)
{
    struct exercise_view *view = self;
    int rows = area.rows > 6 ? area.rows - 2 : area.rows;
    viewer_draw(&view->viewer, area_part(area, 0, 0, rows, area.columns));
    if (rows < area.rows)
        draw_foot(view, area, rows);
}

static const char *view_title(void *self)
{
    const struct exercise_view *view = self;
    static char title[160];
    snprintf(title, sizeof title, "%.*s  %s", (int)strcspn(view->exercise->name, "-"),
             view->exercise->name, view->exercise->title);
    return title;
}

static void view_status(void *self, char *buffer, size_t size)
{
    const struct exercise_view *view = self;
    const struct progress_state *state = exercise_state(view);
    if (view->job.worker)
        snprintf(buffer, size, "%s", say("task.checking"));
    else if (state->solved)
        snprintf(buffer, size, "%s", say("task.is-solved"));
    else if (state->attempts)
        snprintf(buffer, size, say_as("task.is-tried", "%u"), state->attempts);
    else
        snprintf(buffer, size, say_as("task.is-open", "%s %u"),
                 say(exercise_kind_key(view->exercise->kind)), view->exercise->minutes);
}

static const char *view_prompt(void *self)
{
    const struct exercise_view *view = self;
    return view->prompt;
}

/* ---- what is valid now ---- */

static bool has_folder(const void *self)
{
    return ((const struct exercise_view *)self)->folder != NULL;
}

static bool lacks_folder(const void *self)
{
    return !has_folder(self) && !((const struct exercise_view *)self)->trouble.message[0];
}

static bool has_hint(const void *self)
{
    const struct exercise_view *view = self;
    return exercise_state(view)->hints < view->exercise->hint_count;
}

/* The solution is there for who has solved it; before, once the hints are used up. */
static bool has_solution(const void *self)
{
    const struct exercise_view *view = self;
    const struct progress_state *state = exercise_state(view);
    return has_folder(self) && !view->exercise->solved && !view->solution &&
           (state->solved || state->shown || !has_hint(self));
}

static bool has_note(const void *self)
{
    return ((const struct exercise_view *)self)->exercise->notes.count > 0;
}

static const struct exercise *neighbour(const struct exercise_view *view, int step)
{
    const struct catalogue *catalogue = &view->app->session.catalogue;
    size_t index = (size_t)(view->exercise - catalogue->items);
    if (step < 0)
        return index ? &catalogue->items[index - 1] : NULL;
    return index + 1 < catalogue->count ? &catalogue->items[index + 1] : NULL;
}

static bool has_next(const void *self)
{
    const struct exercise_view *view = self;
    return exercise_state(view)->solved && session_next(&view->app->session);
}

static bool can_skip(const void *self)
{
    const struct exercise_view *view = self;
    return !exercise_state(view)->solved && neighbour(view, 1);
}

static bool has_previous(const void *self)
{
    return neighbour(self, -1) != NULL;
}

/* ---- keys ---- */

static enum reaction key_check(void *self)
{
    exercise_begin_check(self);
    return REACT_DRAW;
}

static enum reaction key_hint(void *self)
{
    struct exercise_view *view = self;
    const struct progress_event event = {.exercise = view->exercise->name,
                                         .what = "hint",
                                         .level = exercise_state(view)->hints + 1};
    session_add(&view->app->session, &event);
    if (!view->app->session.progress) /* it is not remembered, but it is shown */
        view->app->session.states[view->exercise - view->app->session.catalogue.items]
            .hints = event.level;
    view->solution = false;
    exercise_recompose(view);
    viewer_to_last_heading(&view->viewer);
    return REACT_DRAW;
}

static enum reaction key_solution(void *self)
{
    struct exercise_view *view = self;
    const struct progress_state *state = exercise_state(view);
    if (state->solved || state->shown)
        exercise_show_solution(view);
    else
        exercise_ask(view, ASK_SOLUTION, xstrdup(say("task.ask-solution")));
    return REACT_DRAW;
}

static enum reaction key_init(void *self)
{
    struct exercise_view *view = self;
    exercise_ask(view, ASK_INIT, xasprintf(say_as("task.ask-folder", "%s"), view->home));
    return REACT_DRAW;
}

static enum reaction key_reset(void *self)
{
    exercise_ask(self, ASK_RESET, xstrdup(say("task.ask-reset")));
    return REACT_DRAW;
}

static const char shell_script[] =
    "cd \"$1\" && printf '\\n%s\\n' \"$2\" && ls && printf '\\n%s\\n' \"$3\" && "
    "exec \"${SHELL:-/bin/sh}\"";

static enum reaction key_shell(void *self)
{
    struct exercise_view *view = self;
    const char *const argv[] = {"/bin/sh",
                                "-c",
                                shell_script,
                                "sh",
                                view->folder,
                                say("task.shell-files"),
                                say("task.shell-back"),
                                NULL};
    struct error error;
    if (terminal_run(view->app->terminal, argv, &error) < 0)
        exercise_error(view, &error);
    return REACT_DRAW;
}

/* Where the verdict points, or else the file to work on. */
static enum reaction key_edit(void *self)
{
    struct exercise_view *view = self;
    cleanup_free char *file = main_file(view->exercise, view->folder);
    const char *path = view->place.path ? view->place.path : file;
    struct error error;
    int status = editor_open(view->app->terminal, view->folder,
                             path ? path : view->folder, view->place.line, &error);
    tell_ending(view->app, status, say("task.the-editor"), &error);
    return REACT_DRAW;
}

static enum reaction key_explain(void *self)
{
    struct exercise_view *view = self;
    note_screen(view->app, view->exercise->notes.items[0]);
    return REACT_DRAW;
}

static enum reaction key_list(void *self)
{
    struct exercise_view *view = self;
    const struct exercise *chosen =
        choose_exercise(view->app, view->exercise->area, view->exercise);
    if (chosen)
        exercise_open(view, chosen);
    return REACT_DRAW;
}

static enum reaction key_next(void *self)
{
    struct exercise_view *view = self;
    exercise_open(view, session_next(&view->app->session));
    return REACT_DRAW;
}

static enum reaction key_skip(void *self)
{
    exercise_open(self, neighbour(self, 1));
    return REACT_DRAW;
}

static enum reaction key_previous(void *self)
{
    exercise_open(self, neighbour(self, -1));
    return REACT_DRAW;
}

static void do_asked(struct exercise_view *view, enum asking asking)
{
    switch (asking) {
    case ASK_INIT: /* and then what works: the first exercise is solved as it is */
        exercise_make_folder(view);
        exercise_begin_check(view);
        break;
    case ASK_RESET:
        exercise_reset(view);
        break;
    case ASK_WITHOUT_SANDBOX:
        view->without_sandbox = true;
        exercise_begin_check(view);
        break;
    case ASK_SOLUTION:
        exercise_show_solution(view);
        break;
    case ASK_NOTHING:
        break;
    }
}

/* The answer to a question, scrolling, and what comes without a key. */
static enum reaction view_key(void *self, uint32_t key)
{
    struct exercise_view *view = self;
    if (key == K_WAKE)
        return exercise_wake(view) ? REACT_DRAW : REACT_NONE;
    if (key == K_TICK)
        return exercise_quiet(view) ? REACT_DRAW : REACT_NONE;
    if (!view->prompt)
        return viewer_key(&view->viewer, key);
    enum asking asking = view->asking;
    exercise_ask(view, ASK_NOTHING, NULL);
    const char letter[] = {key < 128 ? (char)key : '\0', '\0'};
    if (question_is_yes(letter))
        do_asked(view, asking);
    return REACT_DRAW;
}

static bool view_grabs(const void *self)
{
    return ((const struct exercise_view *)self)->prompt != NULL;
}

static int view_tick(const void *self)
{
    return exercise_tick(self);
}

static int view_wake(const void *self)
{
    return ((const struct exercise_view *)self)->wake;
}

static const struct key_row view_keys[] = {
    {'c', {K_ENTER, 'r'}, "task.check", "task.check-help", key_check, has_folder},
    {'i', {'c', K_ENTER}, "task.get", "task.get-help", key_init, lacks_folder},
    {'h', {0}, "task.hint-key", "task.hint-help", key_hint, has_hint},
    {'v', {0}, "task.solution", "task.solution-help", key_solution, has_solution},
    {'e', {0}, "task.edit", "task.edit-help", key_edit, has_folder},
    {'w', {0}, "task.explain", "task.explain-help", key_explain, has_note},
    {'s', {'!'}, "task.shell", "task.shell-help", key_shell, has_folder},
    {'x', {0}, "task.reset", "task.reset-help", key_reset, has_folder},
    {'n', {0}, "task.next", "task.next-help", key_next, has_next},
    {'n', {0}, "task.skip", "task.skip-help", key_skip, can_skip},
    {'p', {0}, "task.previous", "task.previous-help", key_previous, has_previous},
    {'l', {0}, "task.list", "task.list-help", key_list, NULL},
    {K_UP, {K_DOWN, K_PAGE_UP, K_PAGE_DOWN}, NULL, "task.scroll-help", NULL, NULL},
    {0},
};

static const struct screen_type view_type = {
    .name = "task.name",
    .title = view_title,
    .status = view_status,
    .draw = view_draw,
    .keys = view_keys,
    .key = view_key,
    .grabs = view_grabs,
    .tick = view_tick,
    .wake = view_wake,
    .prompt = view_prompt,
};

char *exercise_home(void)
{
    const char *home = getenv("HOME");
    return path_join(home && *home ? home : "/tmp", "ring3-exercises");
}

void exercise_screen(struct app *app, const struct exercise *exercise,
                     enum exercise_start start)
{
    struct exercise_view view = {.app = app,
                                 .watcher = {.descriptor = -1},
                                 .job = {.descriptor = -1},
                                 .wake = epoll_create1(EPOLL_CLOEXEC)};
    view.home = exercise_home();
    exercise_open(&view, exercise);
    if (start == START_WITH_FOLDER && lacks_folder(&view))
        exercise_make_folder(&view);
    if (start != START_READING)
        exercise_begin_check(&view);
    screen_run(app->terminal, &view_type, &view, NULL);
    exercise_close(&view);
}
