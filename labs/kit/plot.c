/* A curve is looked up once per column of dots, and joined to the column before by a
 * vertical line. All scaling happens in two functions: column to x, and y to dot row.
 */
#include "labs/kit/plot.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/error.h"
#include "labs/kit/utf8.h"

enum { LABELS = 7, DOTS_X = 2, DOTS_Y = 4, BRAILLE = 0x2800 };

static const enum style styles[] = {STYLE_OK,    STYLE_TITLE, STYLE_VICTIM,
                                    STYLE_FAULT, STYLE_DIRTY, STYLE_STRONG};

struct picture {
    const struct plot *plot;
    struct area area;    /* the curves' own part */
    double least, most;  /* of x */
    unsigned char *dots; /* by cell: the bits of its braille character */
    signed char *owner;  /* by cell: the series drawn last; -1: none */
};

char plot_letter(size_t series)
{
    return (char)('a' + series % 26);
}

static double scaled(const struct plot *plot, double x)
{
    return plot->log_x ? log(x < 1 ? 1 : x) : x;
}

static double x_of_column(const struct picture *picture, double part)
{
    double low = scaled(picture->plot, picture->least);
    double high = scaled(picture->plot, picture->most);
    double x = low + (high - low) * part;
    return picture->plot->log_x ? exp(x) : x;
}

static double part_of_x(const struct picture *picture, double x)
{
    double low = scaled(picture->plot, picture->least);
    double high = scaled(picture->plot, picture->most);
    return high > low ? (scaled(picture->plot, x) - low) / (high - low) : 0;
}

/* The series at x, NAN outside of it. */
static double value_at(const struct plot_series *series, double x)
{
    size_t low = 0, high = series->count;
    if (series->count == 0 || x < series->x[0] - 1e-9 ||
        x > series->x[series->count - 1] * (1 + 1e-9))
        return NAN;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (series->x[middle] <= x)
            low = middle;
        else
            high = middle;
    }
    if (low + 1 == series->count)
        return series->y[low];
    double part = (x - series->x[low]) / (series->x[low + 1] - series->x[low]);
    return series->y[low] + (series->y[low + 1] - series->y[low]) * (part > 0 ? part : 0);
}

/* From the top; kept inside. */
static int dot_row(const struct picture *picture, double y)
{
    int rows = picture->area.rows * DOTS_Y;
    double top = picture->plot->most_y > 0 ? picture->plot->most_y : 1;
    int row = (int)((1 - y / top) * (rows - 1) + 0.5);
    return row < 0 ? 0 : row >= rows ? rows - 1 : row;
}

static void set_dot(struct picture *picture, size_t series, int row, int column)
{
    static const unsigned char bits[DOTS_Y][DOTS_X] = {
        {1, 8}, {2, 16}, {4, 32}, {64, 128}};
    int cell = row / DOTS_Y * picture->area.columns + column / DOTS_X;
    picture->dots[cell] |= bits[row % DOTS_Y][column % DOTS_X];
    picture->owner[cell] = (signed char)series;
}

static void draw_series(struct picture *picture, size_t index)
{
    const struct plot_series *series = &picture->plot->series[index];
    int columns = picture->area.columns * DOTS_X, before = -1;
    for (int column = 0; column < columns; column++) {
        double y = value_at(series, x_of_column(picture, (double)column / (columns - 1)));
        if (isnan(y)) {
            before = -1;
            continue;
        }
        int row = dot_row(picture, y), from = before < 0 ? row : before;
        for (int r = from < row ? from : row; r <= (from < row ? row : from); r++)
            set_dot(picture, index, r, column);
        before = row;
    }
}

static enum style style_of(size_t series)
{
    return styles[series % (sizeof styles / sizeof styles[0])];
}

static void show_cell(const struct picture *picture, int row, int column)
{
    int cell = row * picture->area.columns + column;
    char text[5] = "";
    if (picture->owner[cell] < 0)
        return;
    size_t series = (size_t)picture->owner[cell];
    if (picture->area.canvas->ascii)
        text[0] = plot_letter(series);
    else
        text[utf8_encode(BRAILLE + picture->dots[cell], text)] = '\0';
    area_text(picture->area, row, column, style_of(series), text);
}

/* A curve's letter, at a place of its own on the curve. */
static void show_letter(const struct picture *picture, size_t index)
{
    double part = ((double)index + 0.5) / (double)picture->plot->count;
    double y = value_at(&picture->plot->series[index], x_of_column(picture, part));
    char text[2] = {plot_letter(index), '\0'};
    if (!isnan(y))
        area_text(picture->area, dot_row(picture, y) / DOTS_Y,
                  (int)(part * (picture->area.columns - 1) + 0.5), style_of(index), text);
}

static void show_marks(const struct picture *picture)
{
    for (size_t i = 0; i < picture->plot->mark_count; i++) {
        const struct plot_mark *mark = &picture->plot->marks[i];
        double part = part_of_x(picture, mark->x);
        char text[2] = {mark->letter, '\0'};
        if (part >= 0 && part <= 1)
            area_text(picture->area, dot_row(picture, mark->y) / DOTS_Y,
                      (int)(part * (picture->area.columns - 1) + 0.5), STYLE_STRONG,
                      text);
    }
}

static void draw_y_axis(const struct plot *plot, struct area area, int rows)
{
    int step = rows >= 12 ? 4 : 2;
    for (int row = 0; row < rows; row++) {
        double y = plot->most_y * (1 - (double)row / (rows - 1));
        char text[16] = "";
        if (row % step == 0 || row == rows - 1)
            snprintf(text, sizeof text, plot->percent_y ? "%.1f%%" : "%.4g",
                     plot->percent_y ? y * 100 : y);
        area_right(area, row, LABELS, STYLE_DIM, text);
        area_text(area, row, LABELS, STYLE_RULE, "│");
    }
}

/* The whole number that a column stands for; false where it lies between two. */
static bool column_number(const struct picture *picture, int column, char *text,
                          size_t size)
{
    double last = picture->area.columns - 1;
    double x = x_of_column(picture, column / last);
    double half = fabs(x_of_column(picture, (column + 1) / last) - x) / 2;
    snprintf(text, size, "%.0f", x);
    return half > 0.5 || fabs(x - round(x)) <= half;
}

/* Numbers below the axis, as many as there is room for. */
static void draw_x_axis(const struct picture *picture, struct area area, int row)
{
    int free_from = 0;
    area_text(area, row, LABELS, STYLE_RULE, "└");
    for (int column = 0; column < picture->area.columns; column++)
        area_text(area, row, LABELS + 1 + column, STYLE_RULE, "─");
    for (int column = 0; column < picture->area.columns; column++) {
        char text[16];
        if (!column_number(picture, column, text, sizeof text))
            continue;
        int width = (int)strlen(text);
        if (column < free_from || column + width > picture->area.columns)
            continue;
        area_text(area, row, LABELS + 1 + column, STYLE_RULE, "┬");
        area_text(area, row + 1, LABELS + 1 + column, STYLE_DIM, text);
        free_from = column + width + 6;
    }
    if (picture->plot->x_title)
        area_right(area, row + 2, area.columns, STYLE_DIM, picture->plot->x_title);
}

static void find_range(struct picture *picture)
{
    picture->least = INFINITY;
    picture->most = -INFINITY;
    for (size_t i = 0; i < picture->plot->count; i++) {
        const struct plot_series *series = &picture->plot->series[i];
        if (series->count == 0)
            continue;
        picture->least = fmin(picture->least, series->x[0]);
        picture->most = fmax(picture->most, series->x[series->count - 1]);
    }
}

void plot_draw(const struct plot *plot, struct area area)
{
    enum { AXIS_ROWS = 3 };
    struct picture picture = {
        .plot = plot,
        .area = area_part(area, 0, LABELS + 1, area.rows - AXIS_ROWS,
                          area.columns - LABELS - 1),
    };
    if (plot->count == 0 || picture.area.rows < 2 || picture.area.columns < 2)
        return;
    size_t cells = (size_t)picture.area.rows * (size_t)picture.area.columns;
    cleanup_free unsigned char *dots = xcalloc(cells, 1);
    cleanup_free signed char *owner = xcalloc(cells, 1);
    memset(owner, -1, cells);
    picture.dots = dots;
    picture.owner = owner;
    find_range(&picture);
    draw_y_axis(plot, area, picture.area.rows);
    draw_x_axis(&picture, area, picture.area.rows);
    for (size_t i = 0; i < plot->count; i++)
        draw_series(&picture, i);
    for (int row = 0; row < picture.area.rows; row++)
        for (int column = 0; column < picture.area.columns; column++)
            show_cell(&picture, row, column);
    for (size_t i = 0; i < plot->count && !area.canvas->ascii; i++)
        show_letter(&picture, i);
    show_marks(&picture);
}
