/* The grid: clipping, wide and combining characters, and what ASCII shows instead. */
#include "labs/kit/canvas.h"
#include "labs/kit/link.h"

#include "labs/kit/plain.h"
#include "labs/kit/utf8.h"
#include "tests/random.h"
#include "tests/tap.h"

static char *shown(const struct canvas *canvas)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    plain_canvas(canvas, out);
    fclose(out);
    return text;
}

static void shows(const struct canvas *canvas, const char *wanted, const char *name)
{
    char *text = shown(canvas);
    is_string(text, wanted, name);
    free(text);
}

/* Draws into a row of ten cells, which is what the row then holds. */
static void draws(int column, const char *text, const char *wanted, const char *name)
{
    struct canvas *canvas = canvas_new(1, 10, false);
    area_text(canvas_area(canvas), 0, column, STYLE_NORMAL, text);
    shows(canvas, wanted, name);
    canvas_free(canvas);
}

static void clips(void)
{
    draws(0, "0123456789", "0123456789\n", "a text that fits to the cell");
    draws(0, "0123456789a", "012345678…\n", "one that does not is marked");
    draws(8, "abc", "        a…\n", "wherever it begins");
    draws(-2, "abcdef", "cdef\n", "what is left of the area is not drawn");
    draws(-9, "abc", "\n", "nor what is wholly there");
    draws(10, "abc", "\n", "or to its right");
    draws(0, "漢字漢字漢字", "漢字漢字 …\n", "no half of a wide character");
    draws(1, "漢字漢字漢", " 漢字漢字…\n", "whatever the column");
    draws(9, "漢", "         …\n", "nor in the last column");
    draws(-1, "漢x", " x\n", "nor in the first");
    draws(0, "e\u0301tude", "e\u0301tude\n", "a combining accent joins its letter");
    draws(0, "\u0301abc", "abc\n", "one without a letter is not shown");
    draws(0, "a\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308b",
          "a\u0301\u0302\u0303\u0304\u0305\u0306b\n", "too many are cut");
    draws(0, "a\x1B[2Jb", "a\uFFFD[2Jb\n", "controls are shown, not sent");
    draws(0, "a\nb\tc", "a\uFFFDb\uFFFDc\n", "line ends and tabs too");
    draws(0, "\xC2\x9B\x7F", "\uFFFD\uFFFD\n", "and those of C1");
    draws(0, "\xFF\xE2\x96", "\uFFFD\uFFFD\n", "malformed bytes");
    draws(0, "a\u202Eb\u200Dc\uFE0F", "abc\n", "what turns text around is dropped");
}

static void overwrites(void)
{
    struct canvas *canvas = canvas_new(1, 6, false);
    struct area all = canvas_area(canvas);
    is_int(area_text(all, 0, 0, STYLE_NORMAL, "漢字"), 4, "the column after the text");
    is_int(canvas_cell(canvas, 0, 1)->width, 0, "the right half has no width");
    area_text(all, 0, 1, STYLE_NORMAL, "x");
    shows(canvas, " x字\n", "the left half goes with the right one");
    area_text(all, 0, 2, STYLE_NORMAL, "y");
    shows(canvas, " xy\n", "and the right one with the left");
    canvas_clear(canvas);
    area_text(all, 0, 1, STYLE_NORMAL, "漢");
    area_text(all, 0, 0, STYLE_NORMAL, "字");
    shows(canvas, "字\n", "wide over half of wide");
    canvas_free(canvas);
}

static void within_areas(void)
{
    struct canvas *canvas = canvas_new(3, 10, false);
    struct area all = canvas_area(canvas), part = area_part(all, 1, 2, 1, 4);
    area_text(part, 0, 0, STYLE_NORMAL, "abcdef");
    area_text(part, 1, 0, STYLE_NORMAL, "below");
    area_text(part, -1, 0, STYLE_NORMAL, "above");
    area_text(part, 0, -3, STYLE_NORMAL, "zzz");
    shows(canvas, "\n  abc…\n\n", "a part keeps to itself");

    struct area none = area_part(all, 5, 5, 9, 9);
    is_int(none.rows, 0, "a part outside has no rows");
    area_text(none, 0, 0, STYLE_NORMAL, "x");
    struct area odd = area_part(all, -1, -2, 3, 6);
    ok(odd.row == 0 && odd.column == 0 && odd.rows == 2 && odd.columns == 4,
       "what is above and left of an area is cut, not moved");
    odd = area_part(all, 1, 1, -5, -5);
    ok(odd.rows == 0 && odd.columns == 0, "negative sizes are none");
    struct area by_hand = {canvas, 2, 8, 4, 40};
    area_text(by_hand, 0, 0, STYLE_NORMAL, "x漢漢");
    area_text(by_hand, 3, 0, STYLE_NORMAL, "x");
    shows(canvas, "\n  abc…\n        x\n", "one that reaches over the edge does no harm");
    canvas_free(canvas);
}

static void wraps(void)
{
    struct canvas *canvas = canvas_new(6, 8, false);
    struct area all = canvas_area(canvas);
    int rows = area_wrap(all, 0, STYLE_NORMAL, "one two three\nfour\n\nfivesixseven");
    shows(canvas, "one two\nthree\nfour\n\nfivesixs\neven\n", "wrapped at blanks");
    is_int(rows, 6, "the row after the last");
    canvas_clear(canvas);
    is_int(area_wrap(area_part(all, 0, 0, 6, 1), 0, STYLE_NORMAL, "漢a"), 2,
           "a wide one in a single column");
    is_int(area_wrap(area_part(all, 0, 0, 0, 0), 3, STYLE_NORMAL, "abc"), 3,
           "nothing in no columns");
    is_int(area_wrap(all, 0, STYLE_NORMAL, ""), 0, "no text takes no row");
    canvas_free(canvas);
}

static void shapes(void)
{
    struct canvas *canvas = canvas_new(4, 12, false);
    struct area all = canvas_area(canvas);
    area_box(area_part(all, 0, 0, 4, 12), "title");
    area_bar(all, 1, 2, 8, 1, 1000);
    area_right(all, 2, 11, STYLE_NORMAL, "right");
    shows(canvas,
          "┌─ title ──┐\n"
          "│ ■□□□□□□□ │\n"
          "│     right│\n"
          "└──────────┘\n",
          "a box, a bar, a text to the right");
    area_bar(all, 1, 2, 8, 0, 0);
    area_style(all, 1, -3, 100, STYLE_SELECTED);
    is_int(canvas_cell(canvas, 1, 11)->style, STYLE_SELECTED, "a style to the edge");
    area_cursor(all, 2, 3);
    ok(canvas->cursor_row == 2 && canvas->cursor_column == 3, "the cursor");
    area_cursor(area_part(all, 1, 1, 1, 1), 5, 5);
    ok(canvas->cursor_row == 2 && canvas->cursor_column == 3, "stays within its area");
    area_box(area_part(all, 0, 0, 1, 1), "x");
    area_box(area_part(all, 0, 0, 2, 3), "a long title");
    canvas_free(canvas);
}

static void in_ascii(void)
{
    struct canvas *canvas = canvas_new(3, 12, true);
    struct area all = canvas_area(canvas);
    area_text(all, 0, 0, STYLE_NORMAL, "a→b é 漢 ■□");
    area_text(all, 1, 0, STYLE_NORMAL, "e\u0301 “x” … 01234");
    area_vertical(area_part(all, 2, 0, 1, 1), 0, STYLE_RULE);
    shows(canvas, "a>b ? ?  #.\ne \"x\" ~ 012~\n|\n", "ASCII takes as many columns");
    char *text = shown(canvas);
    for (char *c = text; *c; c++)
        *c &= (char)0x80;
    ok(strlen(text) == 0, "and nothing else is shown");
    free(text);
    canvas_free(canvas);
}

static void sizes(void)
{
    struct canvas *canvas = canvas_new(0, -4, false);
    ok(canvas->rows == 1 && canvas->columns == 1, "a canvas has at least a cell");
    area_box(canvas_area(canvas), "x");
    area_rule(canvas_area(canvas), 0, STYLE_RULE);
    area_text(canvas_area(canvas), 0, 0, STYLE_NORMAL, "漢");
    shows(canvas, "…\n", "in which a wide character is cut");
    canvas_free(canvas);
    canvas = canvas_new(1000000, 1000000, false);
    ok(canvas->rows == 2000 && canvas->columns == 2000, "and not as many as anyone says");
    canvas_free(canvas);
}

/* What canvas.c promises of each row, whatever is drawn. */
static bool rows_are_sound(const struct canvas *canvas)
{
    for (int row = 0; row < canvas->rows; row++) {
        int columns = 0;
        for (int column = 0; column < canvas->columns; column++) {
            const struct cell *cell = canvas_cell(canvas, row, column);
            bool left_is_wide =
                column > 0 && canvas_cell(canvas, row, column - 1)->width == 2;
            if ((cell->width == 0) != left_is_wide ||
                utf8_columns(cell->text) != cell->width)
                return false;
            columns += cell->width;
        }
        if (columns != canvas->columns)
            return false;
    }
    return true;
}

static void soundness(bool ascii, const char *name)
{
    static const char *const parts[] = {"漢",   "a", "\u0301", "字", "é", "\x1B",
                                        "\xE2", "■", "🐧",      " ",  "…", "\u200D"};
    struct random random = {7};
    struct canvas *canvas = canvas_new(4, 9, ascii);
    int unsound = 0;
    for (int i = 0; i < 20000; i++) {
        char text[64] = "";
        for (size_t j = random_below(&random, 8); j > 0; j--)
            strcat(text, parts[random_below(&random, sizeof parts / sizeof parts[0])]);
        struct area area =
            area_part(canvas_area(canvas), (int)random_below(&random, 5) - 1,
                      (int)random_below(&random, 12) - 2, (int)random_below(&random, 6),
                      (int)random_below(&random, 12));
        area_text(area, (int)random_below(&random, 4), (int)random_below(&random, 10) - 3,
                  STYLE_NORMAL, text);
        if (random_below(&random, 20) == 0)
            area_box(area, text);
        unsound += !rows_are_sound(canvas);
    }
    is_int(unsound, 0, name);
    canvas_free(canvas);
}

static void links(void)
{
    struct canvas *canvas = canvas_new(3, 10, false);
    struct area area = area_part(canvas_area(canvas), 1, 2, 2, 6);
    area_link(area, 0, 4, 20, "file:///a");
    is_int(canvas->link_count, 1, "a link");
    is_int(canvas->links[0].row, 1, "its row on the canvas");
    is_int(canvas->links[0].column, 6, "its column");
    is_int(canvas->links[0].columns, 2, "cut where the area ends");
    area_link(area, -1, 0, 4, "file:///b");
    area_link(area, 2, 0, 4, "file:///b");
    area_link(area, 0, 6, 4, "file:///b");
    is_int(canvas->link_count, 1, "outside of the area there is none");
    for (int i = 0; i < 2 * CANVAS_LINKS; i++)
        area_link(area, 0, 0, 1, "file:///c");
    is_int(canvas->link_count, CANVAS_LINKS, "there are so many and no more");
    canvas_clear(canvas);
    is_int(canvas->link_count, 0, "none after it was cleared");
    canvas_free(canvas);

    char *address = link_to_file("/a b/\x1B]é%\n.c", 12);
    const char *path = strchr(address + strlen("file://"), '/');
    is_string(path, "/a%20b/%1B%5D%C3%A9%25%0A.c#12", "nothing of a name is an escape");
    free(address);
}

static void copies(void)
{
    struct canvas *from = canvas_new(4, 6, false), *to = canvas_new(2, 5, false);
    area_text(canvas_area(from), 1, 0, STYLE_NORMAL, "second");
    area_text(canvas_area(from), 2, 0, STYLE_NORMAL, "thir漢");
    area_copy(area_part(canvas_area(to), 0, 0, 2, 5), from, 1);
    shows(to, "secon\nthir\n", "two rows of another canvas; half a character is none");
    ok(rows_are_sound(to), "its rows are sound");
    area_copy(canvas_area(to), from, 9);
    shows(to, "secon\nthir\n", "behind its end there is nothing to copy");
    canvas_free(from);
    canvas_free(to);
}

int main(void)
{
    links();
    copies();
    clips();
    overwrites();
    within_areas();
    wraps();
    shapes();
    in_ascii();
    sizes();
    soundness(false, "20000 drawings from a seed leave sound rows");
    soundness(true, "in ASCII too");
    return done_testing();
}
