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

static const char help_text[] =
    "# Finding your way\n"
    "\n"
    "ring3 has four programs. Each one shows real things happening, step by step, "
    "forwards and back.\n"
    "\n"
    "- `vmsim`: memory. Which page faults, which page leaves?\n"
    "- `threads`: locks, deadlock, semaphores, with real threads.\n"
    "- `isolate`: a container, built one system call at a time.\n"
    "- `sqlite-demo`: a cursor, rows, and what a commit is.\n"
    "\n"
    "## How to begin\n"
    "\n"
    "Press Enter on *Next*. Press `i` there to get your files. Read the task, try, press "
    "`c` to check. The first exercise is already solved: it only shows you how it goes.\n"
    "\n"
    "Or play: press Enter on one of the four areas.\n"
    "\n"
    "## Keys that work everywhere\n"
    "\n"
    "- `?` shows all keys of the screen that you are on.\n"
    "- `q` or Esc goes back one screen. On the first one it ends labs.\n"
    "- The last line shows the keys that work now.\n"
    "\n"
    "## Without the menu\n"
    "\n"
    "Every screen shows the command line that does the same, after a `$`. "
    "`labs --help` lists all commands.\n"
    "\n"
    "## When a check says *not yet*\n"
    "\n"
    "That is the normal case. Read what it saw. Press `h` for a hint: the first says "
    "where to look, the last nearly gives it away.\n";

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
    {K_DOWN, {K_UP, 'j', 'k'}, "scroll", "line by line", NULL, NULL},
    {' ', {K_PAGE_DOWN, K_PAGE_UP}, "page", "page by page", NULL, NULL},
    {0},
};

static const struct screen_type page_type = {
    .name = "reading",
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
    page_screen(app, say("help"), "labs --help", xstrdup(say(help_text)));
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
    return say("notes");
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
    {K_ENTER, {K_RIGHT, ' '}, "read", "read the note", open_note, has_notes},
    {0},
};

static const struct screen_type notes_type = {
    .name = "notes",
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
        screen_message(app->terminal, "notes", error.message);
        return;
    }
    list.menu.self = &list;
    list.menu.count = list.notes.count;
    screen_run(app->terminal, &notes_type, &list, NULL);
    notes_free(&list.notes);
}
