/* The list: moving, scrolling and searching. */
#include "labs/kit/menu.h"

#include "labs/kit/plain.h"
#include "tests/tap.h"

static const char *const rows[] = {"Memory",   "paging", "swap",  "Threads",
                                   "deadlock", "race",   "Notes", "race again"};
enum { ROWS = sizeof rows / sizeof rows[0] };

static void draw_row(void *self, size_t index, struct area row)
{
    (void)self;
    area_text(row, 0, 0, STYLE_NORMAL, rows[index]);
}

static const char *text_of(void *self, size_t index)
{
    (void)self;
    return rows[index];
}

/* Headings begin with a capital and cannot be selected. */
static bool selectable(void *self, size_t index)
{
    (void)self;
    return rows[index][0] >= 'a';
}

static struct menu new_menu(void)
{
    struct menu menu = {
        .count = ROWS, .draw_row = draw_row, .text = text_of, .selectable = selectable};
    menu_select(&menu, 0);
    return menu;
}

static void press(struct menu *menu, const char *keys)
{
    for (; *keys; keys++)
        menu_key(menu, *keys == '^'   ? K_UP
                       : *keys == 'v' ? K_DOWN
                       : *keys == '!' ? K_ENTER
                       : *keys == '<' ? K_BACKSPACE
                                      : (uint32_t)(unsigned char)*keys);
}

static void after(const char *keys, const char *wanted, const char *name)
{
    struct menu menu = new_menu();
    press(&menu, keys);
    is_string(rows[menu.selected], wanted, name);
}

static void moves(void)
{
    after("", "paging", "the first that can be selected");
    after("v", "swap", "down");
    after("vv", "deadlock", "over a heading");
    after("vv^", "swap", "and back");
    after("^^^", "paging", "not past the first");
    after("vvvvvvvvv", "race again", "nor past the last");
    after("jjk", "swap", "with letters");
    struct menu menu = new_menu();
    menu_key(&menu, K_END_KEY);
    is_string(rows[menu.selected], "race again", "End");
    menu_key(&menu, K_HOME);
    is_string(rows[menu.selected], "paging", "Home");
    menu_key(&menu, K_PAGE_DOWN);
    is_string(rows[menu.selected], "race again", "a page down");
    menu_key(&menu, K_PAGE_UP);
    is_string(rows[menu.selected], "paging", "a page up");
    menu_select(&menu, 99);
    is_string(rows[menu.selected], "race again", "selecting past the end");
    is_int(menu_key(&menu, 'z'), REACT_IGNORED, "another key is not its own");
}

static void searches(void)
{
    after("/dead!", "deadlock", "a search");
    after("/DEAD!", "deadlock", "without case");
    after("/race!", "race", "the first match from here on");
    after("/race!n", "race again", "n: the next");
    after("/race!nn", "race", "around the end");
    after("/race!N", "race again", "N: the one before, around the beginning");
    after("/race!NN", "race", "and again");
    after("/nothing!", "paging", "no match moves nothing");
    after("/sx<wap!", "swap", "a letter taken back");
    after("/Memory!", "paging", "a heading is not found");
    struct menu menu = new_menu();
    press(&menu, "/ra");
    is_int(menu_key(&menu, K_ESCAPE), REACT_DRAW, "Esc ends the search");
    ok(!menu.searching && !menu.search[0], "and forgets it");
    is_int(menu_key(&menu, 'n'), REACT_IGNORED, "n without a search");
    for (int i = 0; i < 200; i++)
        press(&menu, i ? "x" : "/");
    ok(strlen(menu.search) < sizeof menu.search, "a long search is cut");
    for (int i = 0; i < 300; i++)
        press(&menu, "<");
    is_string(menu.search, "", "and can be taken back");
}

static void shows(struct menu *menu, int height, const char *wanted, const char *name)
{
    struct canvas *canvas = canvas_new(height, 14, false);
    char *seen = NULL;
    size_t length;
    FILE *out = open_memstream(&seen, &length);
    menu_draw(menu, canvas_area(canvas));
    plain_canvas(canvas, out);
    fclose(out);
    is_string(seen, wanted, name);
    free(seen);
    canvas_free(canvas);
}

static void scrolls(void)
{
    struct menu menu = new_menu();
    shows(&menu, 3, "   Memory\n ▸ paging\n   swap      ▾\n", "more below");
    press(&menu, "vv");
    shows(&menu, 3, "   swap      ▴\n   Threads\n ▸ deadlock  ▾\n",
          "more above and below");
    press(&menu, "/aga");
    shows(&menu, 3, "   Notes     ▴\n ▸ race again\n /aga_\n", "the search is seen");
    shows(&menu, 1, " /aga_\n", "before all else");
    struct menu none = {.count = 0, .draw_row = draw_row, .text = text_of};
    shows(&none, 2, "\n\n", "an empty list");
    press(&none, "v^/a!nN");
    menu_key(&none, K_END_KEY);
    menu_select(&none, 3);
    is_int(none.selected, 0, "can be used too");
}

int main(void)
{
    moves();
    searches();
    scrolls();
    return done_testing();
}
