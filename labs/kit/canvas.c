/* The grid, and the one place through which every visible character passes.
 *
 * Invariants: each row's widths add up to `columns`; a cell of width 2 is followed
 * by one of width 0 with empty text; no cell holds a control character.
 */
#include "labs/kit/canvas.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/ascii.h"
#include "labs/kit/utf8.h"

enum { SIDE_MAX = 2000 };

static int clamp(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

struct canvas *canvas_new(int rows, int columns, bool ascii)
{
    struct canvas *canvas = xcalloc(1, sizeof *canvas);
    /* A window size is whatever somebody told the terminal: 65535x65535 too. */
    canvas->rows = clamp(rows, 1, SIDE_MAX);
    canvas->columns = clamp(columns, 1, SIDE_MAX);
    canvas->ascii = ascii;
    canvas->cells =
        xcalloc((size_t)canvas->rows * (size_t)canvas->columns, sizeof *canvas->cells);
    canvas_clear(canvas);
    return canvas;
}

static void forget_links(struct canvas *canvas)
{
    while (canvas->link_count)
        free(canvas->links[--canvas->link_count].address);
}

void canvas_free(struct canvas *canvas)
{
    if (!canvas)
        return;
    forget_links(canvas);
    free(canvas->cells);
    free(canvas);
}

static void blank(struct cell *cell)
{
    *cell = (struct cell){.text = " ", .style = STYLE_NORMAL, .width = 1};
}

void canvas_clear(struct canvas *canvas)
{
    for (int i = 0; i < canvas->rows * canvas->columns; i++)
        blank(&canvas->cells[i]);
    canvas->cursor_row = canvas->cursor_column = -1;
    forget_links(canvas);
}

static struct cell *cell_at(const struct canvas *canvas, int row, int column)
{
    if (row < 0 || row >= canvas->rows || column < 0 || column >= canvas->columns)
        return NULL;
    return &canvas->cells[row * canvas->columns + column];
}

const struct cell *canvas_cell(const struct canvas *canvas, int row, int column)
{
    return cell_at(canvas, row, column);
}

struct area canvas_area(struct canvas *canvas)
{
    return (struct area){canvas, 0, 0, canvas->rows, canvas->columns};
}

struct area area_part(struct area area, int row, int column, int rows, int columns)
{
    int top = clamp(row, 0, area.rows), left = clamp(column, 0, area.columns);
    /* What lies above or to the left of the area is lost, not moved. */
    rows = clamp(rows - (top - row), 0, area.rows - top);
    columns = clamp(columns - (left - column), 0, area.columns - left);
    return (struct area){area.canvas, area.row + top, area.column + left, rows, columns};
}

static void put_ascii(struct cell *cell)
{
    cell->text[0] = ascii_for(cell->text);
    cell->text[1] = 0;
}

/* Overwriting half of a wide character must not leave the other half behind. */
static void unpair(struct canvas *canvas, int row, int column)
{
    struct cell *cell = cell_at(canvas, row, column);
    if (cell->width == 0) {
        struct cell *left = cell_at(canvas, row, column - 1);
        if (left)
            blank(left);
    } else if (cell->width == 2) {
        struct cell *right = cell_at(canvas, row, column + 1);
        if (right)
            blank(right);
    }
}

/* A combining character joins the cell to its left, as far as there is room. */
static void combine(struct canvas *canvas, int row, int column, const char *bytes,
                    size_t length)
{
    struct cell *cell = cell_at(canvas, row, column);
    if (cell && cell->width == 0)
        cell = cell_at(canvas, row, column - 1);
    if (!cell || canvas->ascii)
        return;
    size_t used = strlen(cell->text);
    if (used + length < sizeof cell->text) {
        memcpy(cell->text + used, bytes, length);
        cell->text[used + length] = 0;
    }
}

static void put(struct canvas *canvas, int row, int column, enum style style,
                const char *bytes, size_t length, int width)
{
    struct cell *cell = cell_at(canvas, row, column);
    if (!cell || (width == 2 && !cell_at(canvas, row, column + 1)))
        return; /* an area that was made by hand reaches over the edge */
    unpair(canvas, row, column);
    memset(cell, 0, sizeof *cell);
    memcpy(cell->text, bytes, length);
    cell->style = (unsigned char)style;
    cell->width = (signed char)width;
    if (width == 2) {
        unpair(canvas, row, column + 1);
        *cell_at(canvas, row, column + 1) =
            (struct cell){.text = "", .style = (unsigned char)style, .width = 0};
        if (canvas->ascii) { /* "?" and a blank, one column each */
            cell->width = 1;
            blank(cell_at(canvas, row, column + 1));
            cell_at(canvas, row, column + 1)->style = (unsigned char)style;
        }
    }
    if (canvas->ascii)
        put_ascii(cell);
}

int area_text(struct area area, int row, int column, enum style style, const char *text)
{
    if (row < 0 || row >= area.rows || column >= area.columns)
        return column;
    int end = area.columns, last = -1;
    size_t left = strlen(text);
    while (left) {
        uint32_t code;
        size_t length = utf8_decode(text, left, &code);
        char bytes[4];
        if (code < ' ' || (code >= 0x7f && code < 0xa0))
            code = 0xFFFD;
        size_t size = utf8_encode(code, bytes);
        int width = utf8_width(code);
        text += length;
        left -= length;
        if (width == 0) {
            if (last >= 0 && !utf8_steers(code))
                combine(area.canvas, area.row + row, area.column + last, bytes, size);
            continue;
        }
        if (column + width > end) { /* cut: say so in the last column */
            if (end > 0)
                put(area.canvas, area.row + row, area.column + end - 1, style, "…", 3, 1);
            return end;
        }
        if (column >= 0) {
            put(area.canvas, area.row + row, area.column + column, style, bytes, size,
                width);
            last = column;
        }
        column += width;
    }
    return column;
}

int area_print(struct area area, int row, int column, enum style style,
               const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return area_text(area, row, column, style, text);
}

void area_right(struct area area, int row, int end, enum style style, const char *text)
{
    int columns = utf8_columns(text);
    area_text(area, row, columns < end ? end - columns : 0, style, text);
}

/* The length of the longest prefix of `text` that ends at a blank or the end and
 * takes at most `columns`; of a single word that is too long, as much as fits. */
static size_t line_length(const char *text, int columns)
{
    size_t line = strcspn(text, "\n"), fit = utf8_prefix(text, columns);
    if (fit >= line)
        return line;
    size_t end = fit;
    while (end > 0 && text[end] != ' ')
        end--;
    if (end > 0)
        return end;
    if (fit > 0)
        return fit;
    uint32_t code;
    return utf8_decode(text, line, &code); /* a wide one in a column of one */
}

int area_wrap(struct area area, int row, enum style style, const char *text)
{
    if (area.columns <= 0)
        return row;
    while (*text) {
        size_t length = line_length(text, area.columns);
        char line[1024];
        snprintf(line, sizeof line, "%.*s", (int)length, text);
        area_text(area, row++, 0, style, line);
        text += length;
        if (*text == '\n')
            text++;
        else
            while (*text == ' ')
                text++;
    }
    return row;
}

void area_rule(struct area area, int row, enum style style)
{
    for (int column = 0; column < area.columns; column++)
        area_text(area, row, column, style, "─");
}

void area_vertical(struct area area, int column, enum style style)
{
    for (int row = 0; row < area.rows; row++)
        area_text(area, row, column, style, "│");
}

void area_style(struct area area, int row, int column, int columns, enum style style)
{
    for (int i = 0; i < columns && column + i < area.columns; i++) {
        struct cell *cell = NULL;
        if (row >= 0 && row < area.rows && column + i >= 0)
            cell = cell_at(area.canvas, area.row + row, area.column + column + i);
        if (cell)
            cell->style = (unsigned char)style;
    }
}

void area_box(struct area area, const char *title)
{
    if (area.rows < 2 || area.columns < 2)
        return;
    int bottom = area.rows - 1, right = area.columns - 1;
    for (int row = 0; row < area.rows; row++)
        for (int column = 0; column < area.columns; column++)
            area_text(area, row, column, STYLE_NORMAL, " ");
    area_rule(area, 0, STYLE_RULE);
    area_rule(area, bottom, STYLE_RULE);
    area_vertical(area, 0, STYLE_RULE);
    area_vertical(area, right, STYLE_RULE);
    area_text(area, 0, 0, STYLE_RULE, "┌");
    area_text(area, 0, right, STYLE_RULE, "┐");
    area_text(area, bottom, 0, STYLE_RULE, "└");
    area_text(area, bottom, right, STYLE_RULE, "┘");
    if (title)
        area_print(area_part(area, 0, 2, 1, area.columns - 4), 0, 0, STYLE_TITLE, " %s ",
                   title);
}

void area_bar(struct area area, int row, int column, int columns, size_t done,
              size_t total)
{
    /* Rounded down, but a bar that is not empty shows that something is done. */
    size_t full = total ? done * (size_t)columns / total : 0;
    if (done && !full)
        full = 1;
    for (int i = 0; i < columns; i++) {
        bool on = (size_t)i < full;
        area_text(area, row, column + i, on ? STYLE_OK : STYLE_DIM, on ? "■" : "□");
    }
}

void area_cursor(struct area area, int row, int column)
{
    if (row < 0 || row >= area.rows || column < 0 || column >= area.columns)
        return;
    area.canvas->cursor_row = area.row + row;
    area.canvas->cursor_column = area.column + column;
}

void area_link(struct area area, int row, int column, int columns, const char *address)
{
    struct canvas *canvas = area.canvas;
    struct area part = area_part(area, row, column, 1, columns);
    if (!part.rows || !part.columns || canvas->link_count == CANVAS_LINKS)
        return;
    canvas->links[canvas->link_count++] =
        (struct link){part.row, part.column, part.columns, xstrdup(address)};
}

void area_copy(struct area area, const struct canvas *from, int top)
{
    int columns = clamp(from->columns, 0, area.columns);
    for (int row = 0; row < area.rows; row++)
        for (int column = 0; column < columns; column++) {
            const struct cell *cell = cell_at(from, top + row, column);
            struct cell *to = cell_at(area.canvas, area.row + row, area.column + column);
            if (!cell || !to)
                continue;
            *to = *cell;
            if (cell->width == 2 && column + 1 == columns)
                blank(to); /* its other half is lost */
        }
}
