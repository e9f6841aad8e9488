/* The start screen. Enter runs `threads play` in a process of its own, which takes
 * the terminal over: a demo must be forked from a process that has no screen.
 */
#include "threads/menu.h"

#include <stdio.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/menu.h"
#include "labs/kit/paths.h"
#include "labs/kit/program.h"
#include "labs/kit/screen.h"
#include "threads/catalog.h"

enum { NAME_COLUMNS = 21, TEXT_COLUMNS = 72 };

struct start {
    struct menu menu;
    const struct terminal *terminal;
    char *program;
    struct error error; /* of the last start; an empty message: none */
};

/* Two rows per demo: itself, then its twin. */
static const struct demo *row_demo(size_t index)
{
    return &catalog[index / 2];
}

static const char *row_name(size_t index, char name[32])
{
    const struct demo *demo = row_demo(index);

    if (index % 2)
        snprintf(name, 32, "%s --%s", demo->name, demo->twin_option);
    else
        snprintf(name, 32, "%s", demo->name);
    return name;
}

static void draw_row(void *self, size_t index, struct area row)
{
    const struct demo *demo = row_demo(index);
    char name[32];

    (void)self;
    area_text(row, 0, 0, STYLE_STRONG, row_name(index, name));
    area_text(row, 0, NAME_COLUMNS, STYLE_NORMAL,
              index % 2 ? demo->twin.sentence : demo->plain.sentence);
}

static const char *row_text(void *self, size_t index)
{
    (void)self;
    return row_demo(index)->name;
}

static const char *title(void *self)
{
    (void)self;
    return "threads · real pthreads, real trouble";
}

static void draw(void *self, struct area area)
{
    struct start *start = self;
    const struct demo *demo = row_demo(start->menu.selected);
    int rows = (int)start->menu.count, row;
    struct area below;
    char name[32];

    menu_draw(&start->menu, area_part(area, 1, 0, rows, area.columns));
    below = area_part(area, rows + 2, 3, area.rows - rows - 2,
                      area.columns - 4 < TEXT_COLUMNS ? area.columns - 4 : TEXT_COLUMNS);
    row = area_wrap(below, 0, STYLE_NORMAL, demo->sentence);
    row_name(start->menu.selected, name);
    area_print(below, row + 1, 0, STYLE_DIM, "$ threads play %s     step by step", name);
    area_print(below, row + 2, 0, STYLE_DIM, "$ threads demo %s     the whole run", name);
    area_print(below, row + 3, 0, STYLE_DIM, "$ threads show %s     the source", name);
    if (start->error.message[0])
        area_wrap(below, row + 5, STYLE_BAD, start->error.message);
}

static enum reaction play_selected(void *self)
{
    struct start *start = self;
    const struct demo *demo = row_demo(start->menu.selected);
    char option[16];
    const char *argv[] = {start->program, "play", demo->name, NULL, NULL};
    int status;

    snprintf(option, sizeof option, "--%s", demo->twin_option);
    if (start->menu.selected % 2)
        argv[3] = option;
    start->error.message[0] = '\0';
    status = terminal_run(start->terminal, argv, &start->error);
    if (status > 0)
        error_set(&start->error, STATUS_HOST, "threads play %s ended with status %d",
                  demo->name, status);
    return REACT_DRAW;
}

static enum reaction move(void *self, uint32_t key)
{
    return menu_key(&((struct start *)self)->menu, key);
}

static bool searching(const void *self)
{
    return ((const struct start *)self)->menu.searching;
}

static enum reaction move_down(void *self)
{
    return move(self, K_DOWN);
}

static enum reaction move_up(void *self)
{
    return move(self, K_UP);
}

static const struct key_row start_keys[] = {
    {K_ENTER,
     {K_RIGHT},
     "play",
     "run the selected demo and step through it",
     play_selected,
     NULL},
    {K_DOWN, {'j'}, "down", "the next one", move_down, NULL},
    {K_UP, {'k'}, "up", "the one before", move_up, NULL},
    {0},
};

static const struct screen_type start_screen = {
    .name = "threads",
    .title = title,
    .draw = draw,
    .keys = start_keys,
    .key = move,
    .grabs = searching,
};

int menu_show(struct error *error)
{
    cleanup_free char *program = path_program("threads", error);
    struct start start = {
        .menu = {.count = 2 * catalog_count, .draw_row = draw_row, .text = row_text},
        .program = program,
    };
    int status;

    if (!program || !(start.terminal = terminal_open(error)))
        return -1;
    theme_choose(common_options.theme, common_options.no_color);
    status = screen_run(start.terminal, &start_screen, &start, error);
    terminal_close();
    return status;
}
