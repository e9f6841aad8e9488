/* A canvas: a grid of cells, each one character and a style.
 *
 * Views draw on it and on nothing else; a back end shows it (a terminal, plain
 * text, an asciicast, a test). Every visible string passes canvas_text(), which
 * clips, measures, and replaces what the charset cannot show.
 *
 * Rows and columns count from 0. Drawing outside of the canvas is allowed and
 * draws nothing: a view need not know whether it fits.
 */
#ifndef RING3_KIT_CANVAS_H
#define RING3_KIT_CANVAS_H

#include <stdbool.h>
#include <stddef.h>

#include "labs/kit/theme.h"

struct cell {
    char text[15];       /* UTF-8: one character and what combines with it */
    unsigned char style; /* enum style */
    signed char width;   /* 1, 2, or 0 for the right half of a wide one */
};

/* A stretch of one row that leads somewhere. */
struct link {
    int row, column, columns;
    char *address; /* as of link_to_file() */
};

enum { CANVAS_LINKS = 8 };

struct canvas {
    int rows, columns;
    int cursor_row, cursor_column; /* where a screen reader looks; -1: nowhere */
    bool ascii;                    /* the terminal shows ASCII only */
    struct cell *cells;            /* rows * columns */
    struct link links[CANVAS_LINKS];
    size_t link_count;
};

/* A rectangle of a canvas, which a view may treat as its own. */
struct area {
    struct canvas *canvas;
    int row, column, rows, columns;
};

/* At least 1x1; at most 2000 of each. */
struct canvas *canvas_new(int rows, int columns, bool ascii);
void canvas_free(struct canvas *canvas);
void canvas_clear(struct canvas *canvas);
const struct cell *canvas_cell(const struct canvas *canvas, int row, int column);

struct area canvas_area(struct canvas *canvas);
/* A part of an area; negative or too large sizes are cut to what is there. */
struct area area_part(struct area area, int row, int column, int rows, int columns);

/* Draws at (row, column) of the area, cut at its right edge: the last column
 * shows "…" when something was lost. Returns the column after the text. */
int area_text(struct area area, int row, int column, enum style style, const char *text);
int area_print(struct area area, int row, int column, enum style style,
               const char *format, ...) __attribute__((format(printf, 5, 6)));
/* The same, ending at the column before `end`. */
void area_right(struct area area, int row, int end, enum style style, const char *text);
/* Wraps at blanks into the area from `row` on; a newline starts a new line.
 * Returns the row after the last one used. */
int area_wrap(struct area area, int row, enum style style, const char *text);
/* A line across the area; a vertical one. */
void area_rule(struct area area, int row, enum style style);
void area_vertical(struct area area, int column, enum style style);
/* A frame around the area, blank inside, with a title. */
void area_box(struct area area, const char *title);
void area_style(struct area area, int row, int column, int columns, enum style style);
/* "■■■□□": `done` of `total` in `columns` cells. */
void area_bar(struct area area, int row, int column, int columns, size_t done,
              size_t total);
/* Makes a link of what is drawn there; beyond CANVAS_LINKS of them nothing happens. */
void area_link(struct area area, int row, int column, int columns, const char *address);
/* Rows of another canvas, from `top` on, from the upper left corner of the area. */
void area_copy(struct area area, const struct canvas *from, int top);
/* The hardware cursor, which braille displays and screen readers follow: put it
 * on the selected row, even though it is hidden. */
void area_cursor(struct area area, int row, int column);

#endif
