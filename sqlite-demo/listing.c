/* The program of a lesson, as many rows of it as there is room for.
 *
 * A line of C that is too long is cut between words, outside of string literals
 * where that is possible, and goes on indented. The present line is always seen:
 * it stands at two thirds of the height once the program is longer than that.
 */
#include <stdlib.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/utf8.h"
#include "sqlite-demo/view.h"

enum { MARGIN = 5, INDENT = 3, LISTING_MAX = 400 };

struct listing_row {
    size_t line; /* of the lesson */
    int indent;
    char *text;
};

/* The last blank within `fit` bytes, if possible outside of a string literal. */
static size_t last_blank(const char *text, size_t fit, bool in_literals)
{
    size_t end = 0;
    bool in_literal = false;
    for (size_t i = 0; i < fit; i++) {
        if (text[i] == '"' && (i == 0 || text[i - 1] != '\\'))
            in_literal = !in_literal;
        if (text[i] == ' ' && (in_literals || !in_literal))
            end = i + 1;
    }
    return end;
}

/* How much of the text goes on one row: whole words, whole literals if possible. */
static size_t piece_length(const char *text, int columns)
{
    size_t fit = utf8_prefix(text, columns), end;
    if (!text[fit])
        return fit;
    if (text[fit] == ' ')
        fit++;
    end = last_blank(text, fit, false);
    if (!end)
        end = last_blank(text, fit, true);
    return end ? end : fit;
}

/* Cuts a line of C into rows; the later ones are indented. */
static size_t list_line(size_t line, const char *source, int columns,
                        struct listing_row *rows, size_t count)
{
    int indent = 0;
    while (*source && count < LISTING_MAX) {
        int room = columns - indent > 8 ? columns - indent : 8;
        size_t length = piece_length(source, room);
        size_t shown = length;
        while (shown > 0 && source[shown - 1] == ' ')
            shown--;
        char *text = xasprintf("%.*s", (int)shown, source);
        rows[count++] = (struct listing_row){line, indent, text};
        source += length;
        indent = INDENT;
    }
    return count;
}

static void draw_listing_row(const struct lesson *lesson, const struct listing_row *row,
                             size_t present, struct area area, int at)
{
    bool here = row->line == present, done = row->line < lesson->done;
    bool failed = done && lesson->records[row->line].result < 0 && row->line <= present;
    enum style style = here ? STYLE_STRONG : row->line < present ? STYLE_CODE : STYLE_DIM;
    if (!row->indent) {
        if (here)
            area_text(area, at, 0, STYLE_KEY, "▸");
        else if (failed)
            area_text(area, at, 0, STYLE_BAD, "!");
        area_print(area, at, 1, STYLE_DIM, "%2zu", row->line + 1);
    }
    area_text(area, at, MARGIN - 1 + row->indent, style, row->text);
}

void listing_draw(const struct lesson *lesson, size_t present, struct area area)
{
    struct listing_row rows[LISTING_MAX];
    size_t count = 0, first = 0, end = 0, top = 0;
    size_t height = area.rows > 0 ? (size_t)area.rows : 0;

    for (size_t i = 0; i < lesson->line_count && count < LISTING_MAX; i++) {
        cleanup_free char *source = line_source(lesson, &lesson->lines[i]);
        if (i == present)
            first = count;
        count = list_line(i, source, area.columns - MARGIN + 1, rows, count);
        if (i == present)
            end = count;
    }
    if (end > height * 2 / 3)
        top = end - height * 2 / 3;
    if (top + height > count)
        top = count > height ? count - height : 0;
    if (top > first)
        top = first;
    for (size_t i = top; i < count && i < top + height; i++)
        draw_listing_row(lesson, &rows[i], present, area, (int)(i - top));
    for (size_t i = 0; i < count; i++)
        free(rows[i].text);
}
