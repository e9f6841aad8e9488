/* One exercise: its task, what the check said, its hints, and the why once solved.
 *
 * Slow things happen in a tick: the key only says what is to be done, the frame that
 * says "checking" is drawn, and then it is done.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/files.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/process.h"
#include "labs/print.h"
#include "labs/screens.h"
#include "labs/viewer.h"
#include "labs/workspace.h"

/* What the prompt asks; y does it. */
enum asking { ASK_NOTHING, ASK_INIT, ASK_RESET, ASK_WITHOUT_SANDBOX };

struct exercise_view {
    struct app *app;
    const struct exercise *exercise;
    struct viewer viewer;
    char *folder;         /* of the learner's files, NULL: none yet */
    struct error trouble; /* why the files cannot be had; an empty message: no folder */
    char *home;           /* where the folder for all work would be made */
    struct verdict verdict;
    bool has_verdict;
    bool checking;        /* a check is due at the next tick */
    bool without_sandbox; /* the learner said yes, for as long as labs runs */
    enum asking asking;
    char *prompt;
};

static const struct progress_state *state_of(const struct exercise_view *view)
{
    return session_state(&view->app->session, view->exercise);
}

/* ---- the text ---- */

static void write_verdict(const struct exercise_view *view, FILE *out)
{
    static const char *const words[] = {"Passed", "Not yet", "Skipped here", "Undecided"};
    const struct verdict *verdict = &view->verdict;
    cleanup_free char *message = markdown_quoted(verdict->message);
    fprintf(out, "**%s:** %s\n\n", words[verdict->status], message);
    if (*verdict->detail) {
        fputs("```\n", out);
        fputs(verdict->detail, out);
        fputs("\n```\n\n", out);
    }
    if (*verdict->hint) {
        cleanup_free char *hint = markdown_quoted(verdict->hint);
        fprintf(out, "> Hint: %s\n\n", hint);
    }
    if (verdict->status != VERDICT_PASSED)
        fputs("---\n\n", out);
}

static char *compose(const struct exercise_view *view)
{
    const struct exercise *exercise = view->exercise;
    const struct progress_state *state = state_of(view);
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        die(STATUS_HOST, "no memory is left");
    bool just_passed = view->has_verdict && view->verdict.status == VERDICT_PASSED;
    if (view->has_verdict)
        write_verdict(view, out);
    if (just_passed) /* what it was for, before what it was */
        fprintf(out, "## Why\n\n%s\n\n## The task\n\n", exercise->why);
    fprintf(out, "%s\n\n", exercise->task);
    for (size_t i = 0; i < exercise->hint_count && i < state->hints; i++)
        fprintf(out, "## Hint %zu of %zu\n\n%s\n\n", i + 1, exercise->hint_count,
                exercise->hints[i]);
    if (state->solved && !just_passed)
        fprintf(out, "## Why\n\n%s\n\n", exercise->why);
    fclose(out);
    return text;
}

static void recompose(struct exercise_view *view)
{
    viewer_set(&view->viewer, compose(view));
}

/* ---- drawing ---- */

static void view_draw(void *self, struct area area)
{
    struct exercise_view *view = self;
    int rows = area.rows > 6 ? area.rows - 2 : area.rows;
    viewer_draw(&view->viewer, area_part(area, 0, 0, rows, area.columns));
    if (rows == area.rows)
        return;
    if (view->folder)
        area_print(area, rows, 1, STYLE_DIM, "files  %s", view->folder);
    else if (view->trouble.message[0])
        area_print(area, rows, 1, STYLE_WARN, "! %s", view->trouble.message);
    else
        area_text(area, rows, 1, STYLE_WARN, "! your files are not here yet: press i");
    area_print(area, rows + 1, 1, STYLE_CODE, "$ labs check %s", view->exercise->name);
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
    const struct progress_state *state = state_of(view);
    if (state->solved)
        snprintf(buffer, size, "[x] solved");
    else if (state->attempts)
        snprintf(buffer, size, "[-] tried %u", state->attempts);
    else
        snprintf(buffer, size, "[ ] %s, %u min", exercise_kind_name(view->exercise->kind),
                 view->exercise->minutes);
}

static const char *view_prompt(void *self)
{
    const struct exercise_view *view = self;
    return view->checking ? "checking …" : view->prompt;
}

/* ---- questions ---- */

static void ask(struct exercise_view *view, enum asking asking, char *prompt)
{
    free(view->prompt);
    view->prompt = prompt;
    view->asking = asking;
}

static void show_error(const struct exercise_view *view, const struct error *error)
{
    screen_message(view->app->terminal, view->exercise->name, error->message);
}

static void find_folder(struct exercise_view *view)
{
    struct error error;
    cleanup_free char *workspace = workspace_find(view->app->session.progress, &error);
    free(view->folder);
    view->folder =
        workspace ? workspace_exercise(workspace, view->exercise, &error) : NULL;
}

static void make_folder(struct exercise_view *view)
{
    struct error error;
    struct session *session = &view->app->session;
    struct workspace_report report;
    if (workspace_init(view->home, &session->catalogue, NULL, &report, &error) < 0) {
        show_error(view, &error);
        return;
    }
    if (report.refused)
        screen_message(view->app->terminal, view->exercise->name, report.first_problem);
    workspace_report_free(&report);
    progress_set(session->progress, "folder", view->home, &session->progress_problem);
    find_folder(view);
    if (!view->folder) { /* progress cannot remember it: look there for this run */
        cleanup_free char *path = path_join(view->home, view->exercise->name);
        if (chdir(view->home) == 0 && folder_exists(path))
            find_folder(view);
    }
}

static void forget_verdict(struct exercise_view *view)
{
    verdict_free(&view->verdict);
    view->has_verdict = false;
}

static void reset(struct exercise_view *view)
{
    struct error error;
    cleanup_free char *kept = NULL;
    cleanup_free char *workspace = workspace_find(view->app->session.progress, &error);
    uint64_t seed = workspace ? workspace_seed_for(workspace, view->exercise) : 0;
    if (!workspace ||
        workspace_reset(workspace, view->exercise, seed, &kept, &error) < 0) {
        show_error(view, &error);
        return;
    }
    const struct progress_event event = {
        .exercise = view->exercise->name, .what = "reset", .seed = seed};
    session_add(&view->app->session, &event);
    forget_verdict(view);
    recompose(view);
    viewer_to_top(&view->viewer);
}

static void do_asked(struct exercise_view *view, enum asking asking)
{
    switch (asking) {
    case ASK_INIT:
        make_folder(view);
        break;
    case ASK_RESET:
        reset(view);
        break;
    case ASK_WITHOUT_SANDBOX:
        view->without_sandbox = view->checking = true;
        break;
    case ASK_NOTHING:
        break;
    }
}

/* ---- keys ---- */

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
    return state_of(view)->hints < view->exercise->hint_count;
}

static bool is_solved(const void *self)
{
    const struct exercise_view *view = self;
    return state_of(view)->solved && session_next(&view->app->session);
}

static enum reaction key_check(void *self)
{
    struct exercise_view *view = self;
    view->checking = true;
    return REACT_DRAW;
}

static enum reaction key_check_nothing(void *self)
{
    const struct exercise_view *view = self;
    screen_message(view->app->terminal, view->exercise->name,
                   "There is nothing to check yet: press i first, for the files.");
    return REACT_DRAW;
}

static enum reaction key_hint(void *self)
{
    struct exercise_view *view = self;
    const struct progress_event event = {.exercise = view->exercise->name,
                                         .what = "hint",
                                         .level = state_of(view)->hints + 1};
    session_add(&view->app->session, &event);
    if (!view->app->session.progress) /* it is not remembered, but it is shown */
        view->app->session.states[view->exercise - view->app->session.catalogue.items]
            .hints = event.level;
    recompose(view);
    viewer_to_last_heading(&view->viewer);
    return REACT_DRAW;
}

static enum reaction key_init(void *self)
{
    struct exercise_view *view = self;
    ask(view, ASK_INIT, xasprintf("Make the folder %s for your work? (y/n)", view->home));
    return REACT_DRAW;
}

static enum reaction key_reset(void *self)
{
    struct exercise_view *view = self;
    ask(view, ASK_RESET,
        xstrdup("Back to the start? Your files are kept in .before-reset. (y/n)"));
    return REACT_DRAW;
}

static const char shell_script[] =
    "cd \"$1\" && printf '\\nYour files:\\n' && ls && "
    "printf '\\nTo come back: exit\\n' && exec \"${SHELL:-/bin/sh}\"";

static enum reaction key_shell(void *self)
{
    struct exercise_view *view = self;
    const char *const argv[] = {"/bin/sh", "-c", shell_script, "sh", view->folder, NULL};
    struct error error;
    if (terminal_run(view->app->terminal, argv, &error) < 0)
        show_error(view, &error);
    return REACT_DRAW;
}

/* The file that is to be edited: the first one that the solution changes. */
static const char editor_script[] =
    "cd \"$1\" || exit; for f in \"$2\"/solution/*; do f=${f##*/}; "
    "[ -f \"$f\" ] && break; f=; done; "
    "[ -n \"$f\" ] || for f in *; do [ -f \"$f\" ] && break; done; "
    "for e in \"${VISUAL:-}\" \"${EDITOR:-}\" nano vim vi; do "
    "[ -n \"$e\" ] && command -v ${e%% *} >/dev/null && exec $e \"$f\"; done; "
    "echo 'no editor was found: set EDITOR' >&2; exit 127";

static enum reaction key_edit(void *self)
{
    struct exercise_view *view = self;
    const char *const argv[] = {
        "/bin/sh", "-c", editor_script, "sh", view->folder, view->exercise->folder, NULL};
    run_program(view->app, argv, "the editor");
    return REACT_DRAW;
}

static enum reaction key_next(void *self)
{
    struct exercise_view *view = self;
    view->exercise = session_next(&view->app->session);
    session_opened(&view->app->session, view->exercise);
    forget_verdict(view);
    find_folder(view);
    recompose(view);
    viewer_to_top(&view->viewer);
    return REACT_DRAW;
}

static void check_now(struct exercise_view *view)
{
    struct error error;
    struct verdict verdict;
    view->checking = false;
    if (session_check(&view->app->session, view->exercise, view->without_sandbox,
                      &verdict, &error) < 0) {
        show_error(view, &error);
        return;
    }
    verdict_free(&view->verdict);
    view->verdict = verdict;
    view->has_verdict = true;
    recompose(view);
    viewer_to_top(&view->viewer);
    if (verdict.wants_sandbox)
        ask(view, ASK_WITHOUT_SANDBOX,
            xstrdup("Run your code with limits of time and memory only? (y/n)"));
}

static enum reaction view_key(void *self, uint32_t key)
{
    struct exercise_view *view = self;
    if (key == K_TICK && view->checking) {
        check_now(view);
        return REACT_DRAW;
    }
    if (view->checking)
        return REACT_NONE;
    if (!view->prompt)
        return viewer_key(&view->viewer, key);
    enum asking asking = view->asking;
    ask(view, ASK_NOTHING, NULL);
    if (key == 'y' || key == 'Y')
        do_asked(view, asking);
    return REACT_DRAW;
}

static bool view_grabs(const void *self)
{
    const struct exercise_view *view = self;
    return view->checking || view->prompt;
}

static int view_tick(const void *self)
{
    return ((const struct exercise_view *)self)->checking ? 0 : -1;
}

static const struct key_row view_keys[] = {
    {'c', {K_ENTER}, "check", "check whether it is solved", key_check, has_folder},
    {'c', {K_ENTER}, NULL, NULL, key_check_nothing, lacks_folder},
    {'i', {0}, "get the files", "make a folder for your work", key_init, lacks_folder},
    {'h', {0}, "hint", "show a hint; each time one more", key_hint, has_hint},
    {'e', {0}, "edit", "open the file to work on, in $EDITOR", key_edit, has_folder},
    {'s', {'!'}, "shell", "a shell in the folder of your files", key_shell, has_folder},
    {'x', {0}, "reset", "back to the start, with new questions", key_reset, has_folder},
    {'n', {0}, "next exercise", "go on to what comes next", key_next, is_solved},
    {K_UP,
     {K_DOWN, K_PAGE_UP, K_PAGE_DOWN},
     NULL,
     "scroll; also space, Home, End",
     NULL,
     NULL},
    {0},
};

static const struct screen_type view_type = {
    .name = "exercise",
    .title = view_title,
    .status = view_status,
    .draw = view_draw,
    .keys = view_keys,
    .key = view_key,
    .grabs = view_grabs,
    .tick = view_tick,
    .prompt = view_prompt,
};

void exercise_screen(struct app *app, const struct exercise *exercise)
{
    const char *home = getenv("HOME");
    struct exercise_view view = {.app = app, .exercise = exercise};
    view.home = path_join(home && *home ? home : "/tmp", "ring3-exercises");
    find_folder(&view);
    session_opened(&app->session, exercise);
    recompose(&view);
    screen_run(app->terminal, &view_type, &view, NULL);
    viewer_free(&view.viewer);
    verdict_free(&view.verdict);
    free(view.folder);
    free(view.home);
    free(view.prompt);
}
