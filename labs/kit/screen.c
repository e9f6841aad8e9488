/* The loop that all screens share: draw a frame, take a key, look it up.
 *
 * Screens nest; `top` is the innermost. Only this file draws frames.
 */
#include "labs/kit/screen.h"

#include <stdio.h>
#include <string.h>

#include "labs/kit/utf8.h"
#include "labs/kit/words.h"

enum { WANTED_ROWS = 24, WANTED_COLUMNS = 80, FRAME_ROWS_MIN = 7, FOOTER_ROWS_MAX = 2 };

struct level {
    const struct screen_type *type;
    void *self;
    struct level *below;
};

static struct level *top;
static bool closed, size_was_shown;

bool screen_closed(void)
{
    return closed;
}

/* What the loop itself does, in the same form as the tables of the screens. */
static enum reaction leave_screen(void *self)
{
    (void)self;
    return REACT_LEAVE;
}

enum { TABLES = 5 };

static const struct key_row common_rows[] = {
    {'?', {0}, "kit.keys", "kit.keys-help", NULL, NULL},
    {'q', {K_ESCAPE}, "kit.back", "kit.back-help", leave_screen, NULL},
    {'L' - '@', {0}, NULL, "kit.redraw-help", NULL, NULL},
    {0},
};

/* The tables of a screen, in the order of the footer and of `?`: its own, those of
 * its menu, the common one. Unused places are NULL. */
static void tables_of(const struct screen_type *type, void *self,
                      const struct key_row *tables[TABLES])
{
    const struct menu *menu = type->menu ? type->menu(self) : NULL;
    tables[0] = type->keys;
    tables[1] = type->more ? type->more(self) : NULL;
    tables[2] = menu ? menu_rows : NULL;
    tables[3] = menu && menu->text ? menu_search_rows : NULL;
    tables[4] = common_rows;
}

static bool row_has_key(const struct key_row *row, uint32_t key)
{
    if (row->key == key)
        return true;
    for (size_t i = 0; i < sizeof row->also / sizeof row->also[0]; i++)
        if (row->also[i] && row->also[i] == key)
            return true;
    return false;
}

static bool row_is_valid(const struct key_row *row, const void *self)
{
    return !row->valid || row->valid(self);
}

/* ---- the footer ---- */

static const char *label_of(const struct key_row *row)
{
    bool is_back = row->run == leave_screen;
    return say(is_back && top && !top->below ? "kit.quit" : row->label);
}

static int footer_item(struct area area, int row, int column,
                       const struct key_row *key_row)
{
    char buffer[16];
    column = area_text(area, row, column, STYLE_KEY,
                       key_label(key_row->key, area.canvas->ascii, buffer));
    return area_print(area, row, column, STYLE_NORMAL, " %s", label_of(key_row)) + 2;
}

static int item_columns(const struct key_row *row, bool ascii)
{
    char buffer[16];
    return utf8_columns(key_label(row->key, ascii, buffer)) + 1 +
           utf8_columns(label_of(row));
}

/* Draws (or, with `draw` false, only measures) the labelled rows that are valid
 * now; returns how many lines they take. A line that is full ends the footer. */
static int footer(const struct screen_type *type, void *self, struct area area, bool draw)
{
    const struct key_row *tables[TABLES];
    int row = 0, column = 1;
    tables_of(type, self, tables);
    for (size_t t = 0; t < TABLES; t++) {
        for (const struct key_row *k = tables[t]; k && k->key; k++) {
            if (!k->label || !row_is_valid(k, self))
                continue;
            int columns = item_columns(k, area.canvas->ascii);
            if (column > 1 && column + columns > area.columns) {
                row++;
                column = 1;
            }
            if (draw)
                footer_item(area, row, column, k);
            column += columns + 2;
        }
    }
    return row + 1;
}

/* ---- frames ---- */

static void draw_head(const struct screen_type *type, void *self, struct area area)
{
    char status[256] = "";
    if (type->status)
        type->status(self, status, sizeof status);
    const char *title = type->title ? type->title(self) : type->name;
    int room = area.columns - utf8_columns(status) - 4;
    area_text(area_part(area, 0, 1, 1, room > 0 ? room : area.columns), 0, 0, STYLE_TITLE,
              title ? title : "");
    area_right(area, 0, area.columns - 1, STYLE_DIM, status);
}

void screen_draw(const struct screen_type *type, void *self, struct canvas *canvas)
{
    canvas_clear(canvas);
    struct area all = canvas_area(canvas);
    if (all.rows < FRAME_ROWS_MIN) { /* no room for a frame: the content alone */
        type->draw(self, all);
        return;
    }
    const char *prompt = type->prompt ? type->prompt(self) : NULL;
    int footer_rows = 1;
    if (!prompt) {
        footer_rows = footer(type, self, all, false);
        if (footer_rows > FOOTER_ROWS_MAX)
            footer_rows = FOOTER_ROWS_MAX;
    }
    int body_rows = all.rows - 3 - footer_rows;
    draw_head(type, self, all);
    area_rule(all, 1, STYLE_RULE);
    type->draw(self, area_part(all, 2, 0, body_rows, all.columns));
    area_rule(all, 2 + body_rows, STYLE_RULE);
    struct area foot = area_part(all, 3 + body_rows, 0, footer_rows, all.columns);
    if (prompt)
        area_text(foot, 0, 1, STYLE_STRONG, prompt);
    else
        footer(type, self, foot, true);
}

static struct canvas *new_frame(const struct terminal *terminal)
{
    int rows, columns;
    bool ascii;
    terminal->size(&rows, &columns, &ascii);
    return canvas_new(rows, columns, ascii);
}

static void show_level(const struct terminal *terminal, const struct level *level)
{
    struct canvas *canvas = new_frame(terminal);
    screen_draw(level->type, level->self, canvas);
    terminal->show(canvas);
    canvas_free(canvas);
}

/* ---- boxes over the present screen ---- */

static uint32_t next_key(const struct terminal *terminal, int milliseconds, int wake)
{
    uint32_t key = terminal->key(milliseconds, wake);
    if (key == K_CLOSED)
        closed = true;
    return key;
}

typedef void box_draw(void *content, struct area inside);

/* Shows a box in the middle until a key is pressed. */
static void show_box(const struct terminal *terminal, const char *title, int rows,
                     int columns, box_draw *draw, void *content)
{
    uint32_t key;
    do {
        struct canvas *canvas = new_frame(terminal);
        if (top)
            screen_draw(top->type, top->self, canvas);
        struct area all = canvas_area(canvas);
        int height = rows + 2 < all.rows ? rows + 2 : all.rows;
        int width = columns + 4 < all.columns ? columns + 4 : all.columns;
        struct area box = area_part(all, (all.rows - height) / 2,
                                    (all.columns - width) / 2, height, width);
        area_box(box, title);
        struct area inside = area_part(box, 1, 2, height - 2, width - 4);
        draw(content, inside);
        area_cursor(box, 0, 0);
        terminal->show(canvas);
        canvas_free(canvas);
        key = next_key(terminal, -1, -1);
    } while (key == K_RESIZE || key == 0);
}

struct message {
    const char *text;
};

static void draw_message(void *content, struct area inside)
{
    const struct message *message = content;
    int row = area_wrap(inside, 0, STYLE_NORMAL, message->text);
    if (row + 1 < inside.rows)
        area_text(inside, inside.rows - 1, 0, STYLE_DIM, say("kit.any-key"));
}

static int wrapped_rows(const char *text, int columns)
{
    struct canvas *scratch = canvas_new(1, columns, false);
    int rows = area_wrap(canvas_area(scratch), 0, STYLE_NORMAL, text);
    canvas_free(scratch);
    return rows;
}

void screen_message(const struct terminal *terminal, const char *title, const char *text)
{
    enum { TEXT_COLUMNS = 62, FRAME_COLUMNS = 4 };
    struct message message = {text};
    int rows, columns;
    bool ascii;
    terminal->size(&rows, &columns, &ascii);
    int room = columns - FRAME_COLUMNS;
    int width = room < TEXT_COLUMNS ? room : TEXT_COLUMNS;
    show_box(terminal, title, wrapped_rows(text, width) + 2, width, draw_message,
             &message);
}

/* Does a row of `more` (may be NULL), other than this one, take the key? */
static bool is_hidden(const struct key_row *more, const struct key_row *row, uint32_t key)
{
    for (; more && more->key; more++)
        if (more == row)
            return false;
        else if (row_has_key(more, key))
            return true;
    return false;
}

static int help_row(struct area area, int row, const struct key_row *key_row,
                    const struct key_row *more)
{
    const uint32_t all[] = {key_row->key, key_row->also[0], key_row->also[1],
                            key_row->also[2]};
    char keys[64] = "", buffer[16];
    int used = 0;
    for (size_t i = 0; i < 4; i++)
        if (all[i] && !is_hidden(more, key_row, all[i]))
            used +=
                snprintf(keys + used, sizeof keys - (size_t)used, "%s%s", used ? " " : "",
                         key_label(all[i], area.canvas->ascii, buffer));
    if (!used)
        return row;
    area_text(area, row, 0, STYLE_KEY, keys);
    struct area text = area_part(area, 0, 18, area.rows, area.columns - 18);
    return area_wrap(text, row, STYLE_NORMAL, say(key_row->help));
}

/* All keys, from a row on that may lie above the area; the row after the last. */
static int draw_keys(const struct level *level, struct area area, int row)
{
    const struct key_row *tables[TABLES];
    tables_of(level->type, level->self, tables);
    for (size_t t = 0; t < TABLES; t++)
        for (const struct key_row *k = tables[t]; k && k->key; k++)
            row = help_row(area, row, k, tables[1]);
    return row;
}

struct help {
    const struct level *level;
    int first, next; /* rows: at the top of this page, and of the next; 0: none */
};

static void draw_help(void *content, struct area inside)
{
    struct help *help = content;
    struct area page = inside;
    int end =
        draw_keys(help->level, area_part(inside, 0, 0, 0, inside.columns), -help->first);
    help->next = 0;
    if (end > inside.rows && inside.rows > 1)
        page.rows--; /* for the line below */
    draw_keys(help->level, page, -help->first);
    if (page.rows == inside.rows)
        return;
    help->next = help->first + inside.rows - 1;
    area_text(inside, inside.rows - 1, 0, STYLE_DIM, say("kit.any-key"));
}

/* In a small terminal it has several pages. */
static void show_help(const struct terminal *terminal)
{
    enum { HELP_COLUMNS = 72, FRAME_COLUMNS = 4 };
    struct help help = {.level = top};
    int rows, columns;
    bool ascii;
    terminal->size(&rows, &columns, &ascii);
    int room = columns - FRAME_COLUMNS;
    struct canvas *scratch =
        canvas_new(1, room < HELP_COLUMNS ? room : HELP_COLUMNS, false);
    rows = draw_keys(top, canvas_area(scratch), 0);
    canvas_free(scratch);
    char title[80];
    snprintf(title, sizeof title, say_as("kit.keys-of", "%s"), say(top->type->name));
    do {
        show_box(terminal, title, rows, HELP_COLUMNS, draw_help, &help);
        help.first = help.next;
    } while (help.next && !closed);
}

/* Once in a program's life: a small terminal works, but shows less. */
static void mention_size(const struct terminal *terminal)
{
    int rows, columns;
    bool ascii;
    terminal->size(&rows, &columns, &ascii);
    if (size_was_shown || (rows >= WANTED_ROWS && columns >= WANTED_COLUMNS))
        return;
    size_was_shown = true;
    char text[160];
    snprintf(text, sizeof text, say_as("kit.small-text", "%d %d %d %d"), columns, rows,
             WANTED_COLUMNS, WANTED_ROWS);
    screen_message(terminal, say("kit.small"), text);
}

/* ---- keys ---- */

static enum reaction from_table(const struct key_row *rows, void *self, uint32_t key)
{
    for (const struct key_row *row = rows; row && row->key; row++)
        if (row->run && row_has_key(row, key) && row_is_valid(row, self))
            return row->run(self);
    return REACT_IGNORED;
}

/* Who is offered a key, in this order: text input, the screen's table, its menu,
 * and the screen itself. */
static enum reaction offer(struct level *level, uint32_t key)
{
    const struct screen_type *type = level->type;
    struct menu *menu = type->menu ? type->menu(level->self) : NULL;
    bool grabs = type->key && type->grabs && type->grabs(level->self);
    enum reaction reaction = REACT_IGNORED;
    if (grabs)
        reaction = type->key(level->self, key);
    else if (menu && menu->searching)
        reaction = menu_key(menu, key);
    if ((reaction & REACT_IGNORED) && type->more)
        reaction = from_table(type->more(level->self), level->self, key);
    if (reaction & REACT_IGNORED)
        reaction = from_table(type->keys, level->self, key);
    if ((reaction & REACT_IGNORED) && menu && !menu->searching)
        reaction = menu_key(menu, key);
    if ((reaction & REACT_IGNORED) && type->key && !grabs)
        reaction = type->key(level->self, key);
    return reaction;
}

static enum reaction handle(const struct terminal *terminal, struct level *level,
                            uint32_t key)
{
    if (key == K_RESIZE)
        return REACT_DRAW;
    enum reaction reaction = offer(level, key);
    if (!(reaction & REACT_IGNORED))
        return reaction;
    if (key == '?') {
        show_help(terminal);
        return REACT_DRAW;
    }
    if (key == 'L' - '@')
        return REACT_DRAW;
    reaction = from_table(common_rows, level->self, key);
    return reaction & REACT_IGNORED ? REACT_NONE : reaction;
}

int screen_run(const struct terminal *terminal, const struct screen_type *type,
               void *self, struct error *error)
{
    if (type->init && type->init(self, error) < 0)
        return -1;
    struct level level = {type, self, top};
    top = &level;
    mention_size(terminal);
    enum reaction reaction = REACT_DRAW;
    while (!closed && !(reaction & REACT_LEAVE)) {
        if (reaction & REACT_DRAW)
            show_level(terminal, &level);
        uint32_t key = next_key(terminal, type->tick ? type->tick(self) : -1,
                                type->wake ? type->wake(self) : -1);
        reaction = key == K_CLOSED ? REACT_LEAVE : handle(terminal, &level, key);
    }
    top = level.below;
    return 0;
}
