/* The list of exercises, by area. */
#include <stdio.h>
#include <stdlib.h>

#include "labs/filter.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/menu.h"
#include "labs/kit/words.h"
#include "labs/print.h"
#include "labs/screens.h"

/* A row is an exercise, or the heading of an area. */
struct list_row {
    const struct exercise *exercise; /* NULL: a heading */
    const struct lab_area *area;
};

/* Which exercises are shown; f goes through them. */
static const char *const states[] = {NULL, "todo", "solved"};
enum { STATES = sizeof states / sizeof states[0] };

struct list {
    struct app *app;
    const struct lab_area *wanted; /* shown first, NULL: none in particular */
    int state;                     /* index into states */
    bool choosing;                 /* Enter chooses and leaves */
    const struct exercise *chosen; /* NULL: none yet */
    struct menu menu;
    struct list_row *rows;
};

static const struct exercise *selected(const struct list *list)
{
    return list->menu.count ? list->rows[list->menu.selected].exercise : NULL;
}

static void add_rows(struct list *list)
{
    const struct catalogue *catalogue = &list->app->session.catalogue;
    const struct lab_area *wanted = list->wanted;
    const struct filter filter = {.state = states[list->state]};
    size_t start = 0;
    free(list->rows);
    list->menu.count = list->menu.top = 0;
    list->rows = xcalloc(catalogue->count + 8, sizeof *list->rows);
    for (const struct lab_area *area = lab_areas; area->folder; area++) {
        if (area == wanted)
            start = list->menu.count;
        list->rows[list->menu.count++] = (struct list_row){NULL, area};
        for (size_t i = 0; i < catalogue->count; i++)
            if (catalogue->items[i].area == area &&
                filter_matches(&filter, &list->app->session, &catalogue->items[i]))
                list->rows[list->menu.count++] =
                    (struct list_row){&catalogue->items[i], area};
    }
    const struct exercise *next = session_next(&list->app->session);
    for (size_t i = start; i < list->menu.count; i++) {
        const struct exercise *exercise = list->rows[i].exercise;
        if (wanted ? exercise && !session_state(&list->app->session, exercise)->solved
                   : exercise == next) {
            start = i;
            break;
        }
    }
    menu_select(&list->menu, start);
}

static void draw_heading(const struct list *list, const struct lab_area *area,
                         struct area line)
{
    size_t solved, total;
    session_count(&list->app->session, area, &solved, &total);
    area_print(line, 0, 0, STYLE_TITLE, "%s", say(area->title));
    area_print(line, 0, 14, STYLE_DIM, say_as("menu.solved-of", "%zu %zu"), solved,
               total);
}

static void draw_row(void *self, size_t index, struct area line)
{
    const struct list *list = self;
    const struct exercise *exercise = list->rows[index].exercise;
    if (!exercise) {
        draw_heading(list, list->rows[index].area, line);
        return;
    }
    const struct progress_state *state = session_state(&list->app->session, exercise);
    const char *mark = state->solved ? "[x]" : state->attempts ? "[-]" : "[ ]";
    int end = line.columns - 26;
    area_text(line, 0, 0, state->solved ? STYLE_OK : STYLE_NORMAL, mark);
    area_text(area_part(line, 0, 4, 1, end - 4), 0, 0, STYLE_NORMAL, exercise->title);
    if (end < 30)
        return;
    area_text(line, 0, end, STYLE_DIM, say(exercise_kind_key(exercise->kind)));
    area_print(line, 0, end + 8, STYLE_DIM, "%3u min", exercise->minutes);
    if (state->attempts)
        area_print(line, 0, end + 17, STYLE_DIM, say_as("list.tried", "%u"),
                   state->attempts);
}

static bool selectable(void *self, size_t index)
{
    const struct list *list = self;
    return list->rows[index].exercise != NULL;
}

/* The search looks at name and title. The text lives until the next call. */
static const char *row_text(void *self, size_t index)
{
    static char text[256];
    const struct list *list = self;
    const struct exercise *exercise = list->rows[index].exercise;
    if (!exercise)
        return "";
    snprintf(text, sizeof text, "%s %s", exercise->name, exercise->title);
    return text;
}

static void list_draw(void *self, struct area area)
{
    struct list *list = self;
    const struct exercise *exercise = selected(list);
    bool detail = area.rows >= 14 && exercise, line = area.rows > 1 && exercise;
    int rows = detail ? area.rows - 5 : line ? area.rows - 1 : area.rows;
    menu_draw(&list->menu, area_part(area, 0, 0, rows, area.columns));
    if (line)
        area_print(area, area.rows - 1, 1, STYLE_CODE, "$ labs show %s", exercise->name);
    if (!detail)
        return;
    cleanup_free char *facts = exercise_facts(exercise);
    area_rule(area, rows, STYLE_RULE);
    area_print(area, rows + 1, 1, STYLE_NORMAL, "%s: %s", exercise->name,
               exercise->teaches);
    area_text(area, rows + 2, 1, STYLE_DIM, facts);
}

static const char *list_title(void *self)
{
    static const char *const titles[STATES] = {"menu.list", "list.unsolved",
                                               "list.solved"};
    return say(titles[((const struct list *)self)->state]);
}

static void list_status(void *self, char *buffer, size_t size)
{
    (void)self;
    snprintf(buffer, size, "%s", say("list.legend"));
}

static enum reaction open_selected(void *self)
{
    struct list *list = self;
    const struct exercise *exercise = selected(list);
    if (list->choosing) {
        list->chosen = exercise;
        return REACT_LEAVE;
    }
    if (exercise)
        exercise_screen(list->app, exercise, START_READING);
    return REACT_DRAW;
}

static enum reaction next_state(void *self)
{
    struct list *list = self;
    list->state = (list->state + 1) % STATES;
    add_rows(list);
    return REACT_DRAW;
}

static bool has_selected(const void *self)
{
    return selected(self) != NULL;
}

static struct menu *list_menu(void *self)
{
    return &((struct list *)self)->menu;
}

static const struct key_row list_keys[] = {
    {K_ENTER, {K_RIGHT, ' '}, "menu.open", "list.open-help", open_selected, has_selected},
    {'f', {0}, "list.filter", "list.filter-help", next_state, NULL},
    {0},
};

static const struct screen_type list_type = {
    .name = "menu.list",
    .title = list_title,
    .status = list_status,
    .draw = list_draw,
    .keys = list_keys,
    .menu = list_menu,
};

static const struct exercise *show_list(struct list *list, const struct lab_area *area,
                                        const struct exercise *present)
{
    list->menu.draw_row = draw_row;
    list->menu.text = row_text;
    list->menu.selectable = selectable;
    list->menu.self = list;
    list->wanted = area;
    add_rows(list);
    for (size_t i = 0; present && i < list->menu.count; i++)
        if (list->rows[i].exercise == present)
            menu_select(&list->menu, i);
    screen_run(list->app->terminal, &list_type, list, NULL);
    free(list->rows);
    return list->chosen;
}

void exercises_screen(struct app *app, const struct lab_area *area, bool searching)
{
    struct list list = {.app = app, .menu = {.searching = searching}};
    show_list(&list, area, NULL);
}

const struct exercise *choose_exercise(struct app *app, const struct lab_area *area,
                                       const struct exercise *present)
{
    struct list list = {.app = app, .choosing = true};
    return show_list(&list, area, present);
}
