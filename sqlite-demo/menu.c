/* The start screen: the list of scenarios. Enter plays one, in a process of its
 * own that takes the terminal over. */
#include <stdlib.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/menu.h"
#include "labs/kit/paths.h"
#include "labs/kit/program.h"
#include "labs/kit/screen.h"
#include "sqlite-demo/lesson.h"
#include "sqlite-demo/play.h"

struct start {
    struct menu menu;
    const struct terminal *terminal;
    char *program;
    struct error error; /* of the last start; an empty message: none */
};

enum { NAME_COLUMNS = 19, LESSON_COLUMNS = 72 };

static void draw_scenario(void *self, size_t index, struct area row)
{
    (void)self;
    const struct scenario *scenario = &scenarios[index];
    area_text(row, 0, 0, STYLE_STRONG, scenario->name);
    area_text(row, 0, NAME_COLUMNS, STYLE_NORMAL, scenario->summary);
    char steps[32];
    snprintf(steps, sizeof steps, "%zu steps", scenario->line_count);
    if (row.columns > 68)
        area_right(row, 0, row.columns, STYLE_DIM, steps);
}

static const char *scenario_text(void *self, size_t index)
{
    (void)self;
    return scenarios[index].name;
}

static const char *title(void *self)
{
    (void)self;
    return "sqlite-demo · a cursor, a file and a second connection";
}

static void draw(void *self, struct area area)
{
    struct start *start = self;
    int rows = (int)start->menu.count;
    const struct scenario *scenario = &scenarios[start->menu.selected];

    if (rows > area.rows)
        rows = area.rows;
    menu_draw(&start->menu, area_part(area, 1, 0, rows, area.columns));
    struct area below =
        area_part(area, rows + 1, 3, area.rows - rows - 1,
                  area.columns - 4 < LESSON_COLUMNS ? area.columns - 4 : LESSON_COLUMNS);
    int row = area_wrap(below, 1, STYLE_NORMAL, scenario->lesson);
    area_print(below, row + 1, 0, STYLE_DIM, "$ sqlite-demo play %s", scenario->name);
    if (start->error.message[0])
        area_wrap(below, row + 3, STYLE_BAD, start->error.message);
    else
        area_wrap(below, row + 3, STYLE_DIM,
                  "Your own: sqlite-demo play FILE SQL works on a copy of FILE.");
}

static enum reaction play_selected(void *self)
{
    struct start *start = self;
    const char *const argv[] = {start->program, "play",
                                scenarios[start->menu.selected].name, NULL};
    start->error.message[0] = '\0';
    int status = terminal_run(start->terminal, argv, &start->error);
    if (status > 0)
        error_set(&start->error, STATUS_HOST, "%s ended with status %d",
                  scenarios[start->menu.selected].name, status);
    return REACT_DRAW;
}

static struct menu *menu_of(void *self)
{
    return &((struct start *)self)->menu;
}

static const struct key_row start_keys[] = {
    {K_ENTER, {K_RIGHT}, "play", "play the selected scenario", play_selected, NULL},
    {0},
};

static const struct screen_type start_screen = {
    .name = "sqlite-demo",
    .title = title,
    .draw = draw,
    .keys = start_keys,
    .menu = menu_of,
};

int menu_command(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error;
    if (!program_has_screen())
        return scenarios_command(0, NULL);
    cleanup_free char *program = path_program("sqlite-demo", &error);
    struct start start = {
        .menu = {.count = scenario_count,
                 .draw_row = draw_scenario,
                 .text = scenario_text},
        .program = program,
    };
    if (!program)
        die_error(&error);
    start.terminal = terminal_open(&error);
    if (!start.terminal)
        die_error(&error);
    theme_choose(common_options.theme, common_options.no_color);
    int status = screen_run(start.terminal, &start_screen, &start, &error);
    terminal_close();
    if (status < 0)
        die_error(&error);
    return STATUS_OK;
}
