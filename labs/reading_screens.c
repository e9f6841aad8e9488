/* The screens that are only read: the notes, the help. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/menu.h"
#include "labs/kit/words.h"
#include "labs/notes.h"
#include "labs/screens.h"
#include "labs/viewer.h"

/* ---- one page ---- */

struct page {
    const char *name, *command;
    struct viewer viewer;
};

static const char *page_title(void *self)
{
    return ((struct page *)self)->name;
}

static void page_status(void *self, char *buffer, size_t size)
{
    snprintf(buffer, size, "$ %s", ((struct page *)self)->command);
}

static void page_draw(void *self, struct area area)
{
    viewer_draw(&((struct page *)self)->viewer, area);
}

static enum reaction page_key(void *self, uint32_t key)
{
    return viewer_key(&((struct page *)self)->viewer, key);
}

static const struct key_row page_keys[] = {
    {K_DOWN, {K_UP, 'j', 'k'}, "reading.scroll", "reading.scroll-help", NULL, NULL},
    {' ', {K_PAGE_DOWN, K_PAGE_UP}, "reading.page", "reading.page-help", NULL, NULL},
    {0},
};

static const struct screen_type page_type = {
    .name = "reading.name",
    .title = page_title,
    .status = page_status,
    .draw = page_draw,
    .keys = page_keys,
    .key = page_key,
};

static void page_screen(struct app *app, const char *name, const char *command,
                        char *text)
{
    struct page page = {.name = name, .command = command};
    viewer_set(&page.viewer, text);
    screen_run(app->terminal, &page_type, &page, NULL);
    viewer_free(&page.viewer);
}

void help_screen(struct app *app)
{
    page_screen(app, say("help.title"), "labs --help", xstrdup(say("help.page")));
}

/* ---- the list of notes ---- */

struct note_list {
    struct app *app;
    struct notes notes;
    struct menu menu;
};

static void draw_note(void *self, size_t index, struct area line)
{
    const struct note_list *list = self;
    area_text(line, 0, 0, STYLE_NORMAL, list->notes.items[index].title);
}

static const char *note_text(void *self, size_t index)
{
    return ((struct note_list *)self)->notes.items[index].title;
}

static void notes_draw(void *self, struct area area)
{
    struct note_list *list = self;
    int rows = area.rows > 6 ? area.rows - 2 : area.rows;
    menu_draw(&list->menu, area_part(area, 0, 0, rows, area.columns));
    if (rows < area.rows && list->notes.count)
        area_print(area, area.rows - 1, 1, STYLE_CODE, "$ labs notes %s",
                   list->notes.items[list->menu.selected].name);
}

static const char *notes_title(void *self)
{
    (void)self;
    return say("notes.title");
}

static void show_note(struct app *app, const struct notes *notes, const char *name)
{
    struct error error;
    char *text = notes_read(notes, name, &error);
    if (!text) {
        screen_message(app->terminal, name, error.message);
        return;
    }
    cleanup_free char *command = xasprintf("labs notes %s", name);
    cleanup_free char *title = xstrdup(name);
    for (size_t i = 0; i < notes->count; i++)
        if (!strcmp(notes->items[i].name, name)) {
            free(title);
            title = xstrdup(notes->items[i].title);
        }
    page_screen(app, title, command, text);
}

static enum reaction open_note(void *self)
{
    struct note_list *list = self;
    show_note(list->app, &list->notes, list->notes.items[list->menu.selected].name);
    return REACT_DRAW;
}

void note_screen(struct app *app, const char *name)
{
    struct notes notes;
    struct error error;
    if (notes_load(&notes, &error) < 0) {
        screen_message(app->terminal, name, error.message);
        return;
    }
    show_note(app, &notes, name);
    notes_free(&notes);
}

static bool has_notes(const void *self)
{
    return ((const struct note_list *)self)->notes.count > 0;
}

static struct menu *notes_menu(void *self)
{
    return &((struct note_list *)self)->menu;
}

static const struct key_row notes_keys[] = {
    {K_ENTER, {K_RIGHT, ' '}, "notes.read", "notes.read-help", open_note, has_notes},
    {0},
};

static const struct screen_type notes_type = {
    .name = "notes.title",
    .title = notes_title,
    .draw = notes_draw,
    .keys = notes_keys,
    .menu = notes_menu,
};

void notes_screen(struct app *app)
{
    struct note_list list = {.app = app,
                             .menu = {.draw_row = draw_note, .text = note_text}};
    struct error error;
    if (notes_load(&list.notes, &error) < 0) {
        screen_message(app->terminal, say("notes.title"), error.message);
        return;
    }
    list.menu.self = &list;
    list.menu.count = list.notes.count;
    screen_run(app->terminal, &notes_type, &list, NULL);
    notes_free(&list.notes);
}
