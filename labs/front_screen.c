/* The front door: what comes next, the four areas, the notes, the doctor, help.
 *
 * The first row is what a learner who comes back wants most; it is selected from
 * the start. Nothing is probed before the first paint, and nothing runs while the
 * screen waits for a key.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/commands.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/markdown.h"
#include "labs/kit/menu.h"
#include "labs/kit/program.h"
#include "labs/kit/words.h"
#include "labs/print.h"
#include "labs/screens.h"
#include "labs/workspace.h"

enum { BAR_COLUMNS = 10, PREVIEW_ROWS = 6, WIDE = 120, LIST_COLUMNS = 78, TASK_ROWS = 8 };

enum row_kind { ROW_NEXT, ROW_AREA, ROW_ALL, ROW_NOTES, ROW_DOCTOR, ROW_HELP, ROW_BLANK };

static const struct row {
    enum row_kind kind;
    int area; /* index into lab_areas */
    const char *title, *summary, *command, *about;
} rows[] = {
    {ROW_NEXT, 0, "menu.next", NULL, "labs next", NULL},
    {ROW_BLANK, 0, NULL, NULL, NULL, NULL},
    {ROW_AREA, 0, NULL, NULL, NULL, "menu.kit-about"},
    {ROW_AREA, 1, NULL, NULL, NULL, "menu.vm-about"},
    {ROW_AREA, 2, NULL, NULL, NULL, "menu.threads-about"},
    {ROW_AREA, 3, NULL, NULL, NULL, "menu.isolate-about"},
    {ROW_AREA, 4, NULL, NULL, NULL, "menu.sqlite-about"},
    {ROW_BLANK, 0, NULL, NULL, NULL, NULL},
    {ROW_ALL, 0, "menu.exercises", "menu.exercises-summary", "labs list",
     "menu.exercises-about"},
    {ROW_NOTES, 0, "menu.notes", "menu.notes-summary", "labs notes", "menu.notes-about"},
    {ROW_DOCTOR, 0, "menu.doctor", "menu.doctor-summary", "labs doctor",
     "menu.doctor-about"},
    {ROW_HELP, 0, "menu.help", "menu.help-summary", "labs --help", "menu.help-about"},
};
enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

struct front {
    struct app *app;
    struct menu menu;
    char *new_folder; /* which Enter will make; NULL: not the first run */
};

static const struct row *selected(const struct front *front)
{
    return &rows[front->menu.selected];
}

static const struct lab_area *area_of(const struct row *row)
{
    return row->kind == ROW_AREA ? &lab_areas[row->area] : NULL;
}

/* The first run: nothing was tried, there is no folder, and what comes next is solved as
 * it is. One key is enough then to see a check pass. */
static void look_for_folder(struct front *front)
{
    struct error error;
    struct session *session = &front->app->session;
    const struct exercise *next = session_next(session);
    free(front->new_folder);
    front->new_folder = NULL;
    if (!next || !next->solved || session_state(session, next)->attempts)
        return;
    cleanup_free char *workspace = workspace_find(session->progress, &error);
    if (!workspace)
        front->new_folder = exercise_home();
}

/* ---- drawing ---- */

static void draw_area_row(const struct front *front, const struct row *row,
                          struct area line)
{
    size_t solved, total;
    const struct lab_area *area = area_of(row);
    bool narrow = line.columns < 74;
    int bar = narrow ? 13 : 43;
    session_count(&front->app->session, area, &solved, &total);
    area_text(line, 0, 0, STYLE_STRONG, say(area->title));
    if (!narrow)
        area_text(area_part(line, 0, 13, 1, 29), 0, 0, STYLE_NORMAL, say(area->summary));
    area_bar(line, 0, bar, BAR_COLUMNS, solved, total);
    area_print(line, 0, bar + BAR_COLUMNS + 1, STYLE_NORMAL, "%2zu/%zu", solved, total);
    if (area->program)
        area_text(line, 0, bar + BAR_COLUMNS + 9, STYLE_CODE, area->program);
}

static void draw_next_row(const struct front *front, struct area line)
{
    const struct exercise *next = session_next(&front->app->session);
    area_text(line, 0, 0, STYLE_STRONG, say("menu.next"));
    if (next)
        area_print(line, 0, 13, STYLE_NORMAL, "%.*s %s", (int)strcspn(next->name, "-"),
                   next->name, next->title);
    else
        area_text(line, 0, 13, STYLE_OK, say("menu.every-solved"));
}

static void draw_row(void *self, size_t index, struct area line)
{
    const struct front *front = self;
    const struct row *row = &rows[index];
    if (row->kind == ROW_AREA) {
        draw_area_row(front, row, line);
    } else if (row->kind == ROW_NEXT) {
        draw_next_row(front, line);
    } else if (row->kind != ROW_BLANK) {
        area_text(line, 0, 0, STYLE_STRONG, say(row->title));
        area_text(line, 0, 13, STYLE_NORMAL, say(row->summary));
    }
}

static bool selectable(void *self, size_t index)
{
    (void)self;
    return rows[index].kind != ROW_BLANK;
}

/* Where there is room, the task itself. */
static void draw_task(const struct exercise *exercise, struct area area)
{
    struct markdown *task =
        markdown_layout(exercise->task, strlen(exercise->task), area.columns);
    markdown_draw(task, 0, area);
    markdown_free(task);
}

/* The command line that does what Enter does. */
static void draw_command(const struct front *front, struct area line)
{
    const struct row *row = selected(front);
    const struct lab_area *lab = area_of(row);
    if (row->kind == ROW_NEXT && front->new_folder)
        area_print(line, 0, 0, STYLE_CODE, "$ labs init %s && labs check",
                   front->new_folder);
    else if (lab && !lab->program)
        area_print(line, 0, 0, STYLE_CODE, "$ labs list %s/", lab->folder);
    else
        area_print(line, 0, 0, STYLE_CODE, "$ %s", lab ? lab->program : row->command);
}

/* What stands behind the selected row, and the command line that does the same. */
static void draw_preview(const struct front *front, struct area area)
{
    const struct row *row = selected(front);
    const struct exercise *next = session_next(&front->app->session);
    const char *about = say(row->about);
    cleanup_free char *facts = NULL;
    if (row->kind == ROW_NEXT) {
        facts = next ? exercise_facts(next) : NULL;
        about = next ? next->teaches : say("menu.all-solved");
    }
    int line = area_wrap(area, 0, STYLE_NORMAL, about);
    if (row->kind == ROW_NEXT && front->new_folder) {
        cleanup_free char *promise =
            xasprintf(say_as("menu.first-run", "%s"), front->new_folder);
        line = area_wrap(area, line, STYLE_NORMAL, promise);
    } else if (facts) {
        area_text(area, line++, 0, STYLE_DIM, facts);
    }
    int command = line + 1 < area.rows ? line + 1 : line;
    draw_command(front, area_part(area, command, 0, 1, area.columns));
    if (row->kind == ROW_NEXT && next && area.rows > line + TASK_ROWS)
        draw_task(next, area_part(area, line + 3, 0, area.rows - line - 3, area.columns));
}

static void front_draw(void *self, struct area area)
{
    struct front *front = self;
    if (area.columns >= WIDE) {
        menu_draw(&front->menu, area_part(area, 0, 0, area.rows, LIST_COLUMNS));
        area_vertical(area, LIST_COLUMNS + 1, STYLE_RULE);
        draw_preview(front, area_part(area, 0, LIST_COLUMNS + 4, area.rows,
                                      area.columns - LIST_COLUMNS - 6));
        return;
    }
    int list = area.rows;
    if (area.rows >= ROW_COUNT + PREVIEW_ROWS) {
        list = area.rows - PREVIEW_ROWS;
        area_rule(area, list, STYLE_RULE);
        draw_preview(front,
                     area_part(area, list + 1, 1, PREVIEW_ROWS - 1, area.columns - 2));
    } else if (area.rows > 1) { /* no room for words: the command line alone */
        list = area.rows - 1;
        draw_command(front, area_part(area, list, 1, 1, area.columns - 1));
    }
    menu_draw(&front->menu, area_part(area, 0, 0, list, area.columns));
}

static const char *front_title(void *self)
{
    (void)self;
    return "ring3";
}

static void front_status(void *self, char *buffer, size_t size)
{
    const struct front *front = self;
    const struct session *session = &front->app->session;
    size_t solved, total;
    session_count(session, NULL, &solved, &total);
    const char *problem = !session->progress                 ? "menu.no-progress"
                          : session->catalogue.problem_count ? "menu.unreadable"
                                                             : NULL;
    int used = problem ? snprintf(buffer, size, "%s   ", say(problem)) : 0;
    if (used >= 0 && (size_t)used < size)
        snprintf(buffer + used, size - (size_t)used, say_as("menu.solved-of", "%zu %zu"),
                 solved, total);
}

/* ---- keys ---- */

static enum reaction open_next(void *self)
{
    struct front *front = self;
    const struct exercise *next = session_next(&front->app->session);
    if (next)
        exercise_screen(front->app, next,
                        front->new_folder ? START_WITH_FOLDER : START_READING);
    look_for_folder(front);
    return REACT_DRAW;
}

static bool has_next(const void *self)
{
    const struct front *front = self;
    return session_next(&front->app->session) != NULL;
}

static enum reaction open_exercises(void *self)
{
    struct front *front = self;
    exercises_screen(front->app, area_of(selected(front)), false);
    look_for_folder(front);
    return REACT_DRAW;
}

static enum reaction search_exercises(void *self)
{
    struct front *front = self;
    exercises_screen(front->app, NULL, true);
    look_for_folder(front);
    return REACT_DRAW;
}

static enum reaction open_row(void *self)
{
    struct front *front = self;
    const struct row *row = selected(front);
    switch (row->kind) {
    case ROW_NEXT:
        return open_next(self);
    case ROW_AREA: {
        const struct lab_area *area = area_of(row);
        if (!area->program)
            return open_exercises(self);
        run_program(front->app, (const char *const[]){area->program, NULL},
                    area->program);
        session_refresh(&front->app->session);
        return REACT_DRAW;
    }
    case ROW_ALL:
        return open_exercises(self);
    case ROW_NOTES:
        notes_screen(front->app);
        return REACT_DRAW;
    case ROW_DOCTOR:
        doctor_screen(front->app);
        return REACT_DRAW;
    case ROW_HELP:
        help_screen(front->app);
        return REACT_DRAW;
    case ROW_BLANK:
        break;
    }
    return REACT_NONE;
}

static struct menu *front_menu(void *self)
{
    return &((struct front *)self)->menu;
}

static const struct key_row front_keys[] = {
    {K_ENTER, {K_RIGHT, ' '}, "menu.open", "menu.open-help", open_row, NULL},
    {'e', {0}, "menu.list", "menu.list-help", open_exercises, NULL},
    {'/', {0}, "kit.search", "menu.search-help", search_exercises, NULL},
    {'n', {0}, "menu.next-key", "menu.next-help", open_next, has_next},
    {0},
};

static const struct screen_type front_type = {
    .name = "menu.title",
    .title = front_title,
    .status = front_status,
    .draw = front_draw,
    .keys = front_keys,
    .menu = front_menu,
};

void front_screen(struct app *app)
{
    struct front front = {
        .app = app,
        .menu = {.count = ROW_COUNT, .draw_row = draw_row, .selectable = selectable},
    };
    front.menu.self = &front;
    look_for_folder(&front);
    screen_run(app->terminal, &front_type, &front, NULL);
    free(front.new_folder);
}

void run_program(struct app *app, const char *const *argv, const char *shown)
{
    struct error error;
    int status = terminal_run(app->terminal, argv, &error);
    tell_ending(app, status, shown, &error);
}

void tell_ending(const struct app *app, int status, const char *shown,
                 const struct error *error)
{
    if (status == 0)
        return;
    static const char *const meanings[] = {
        [STATUS_NO] = "menu.ended-no",     [STATUS_REQUEST] = "menu.ended-request",
        [STATUS_HOST] = "menu.ended-host", [STATUS_UNDECIDED] = "menu.ended-undecided",
        [127] = "menu.ended-not-found",
    };
    bool known = status > 0 && (size_t)status < sizeof meanings / sizeof meanings[0] &&
                 meanings[status];
    cleanup_free char *text =
        status < 0 ? xstrdup(error->message)
        : status > 128
            ? xasprintf(say_as("menu.crashed", "%s %s"), shown, strsignal(status - 128))
            : xasprintf(say_as("menu.ended", "%s %d %s %s"), shown, status,
                        known ? ": " : "", known ? say(meanings[status]) : "");
    screen_message(app->terminal, shown, text);
}

bool app_open(struct app *app)
{
    struct error error;
    if (!program_has_screen())
        return false;
    if (session_open(&app->session, &error) < 0)
        die_error(&error);
    theme_choose(common_options.theme, common_options.no_color);
    app->terminal = terminal_open(&error);
    if (app->terminal)
        return true;
    session_close(&app->session);
    return false;
}

void app_close(struct app *app)
{
    terminal_close();
    session_close(&app->session);
}

int command_menu(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct app app;
    if (!app_open(&app))
        return command_list(0, NULL);
    front_screen(&app);
    app_close(&app);
    return STATUS_OK;
}
