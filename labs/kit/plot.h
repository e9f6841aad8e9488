/* Curves on a canvas: dots of braille, eight to a cell, or letters where the terminal
 * has ASCII only. Each curve bears its letter, so that nothing hangs on colours.
 */
#ifndef RING3_KIT_PLOT_H
#define RING3_KIT_PLOT_H

#include <stdbool.h>
#include <stddef.h>

#include "labs/kit/canvas.h"

enum { PLOT_SERIES_MAX = 26 };

/* Points in ascending x; between two of them the curve is a straight line. */
struct plot_series {
    const char *name;
    const double *x, *y;
    size_t count;
};

struct plot_mark {
    double x, y;
    char letter;
};

struct plot {
    struct plot_series series[PLOT_SERIES_MAX];
    size_t count;
    const struct plot_mark *marks; /* drawn over the curves */
    size_t mark_count;
    bool log_x;     /* x is 1 or more */
    double most_y;  /* the top; the bottom is 0 */
    bool percent_y; /* 1 is 100% */
    const char *x_title;
};

/* 'a' for the first series, 'b' for the second … */
char plot_letter(size_t series);

/* At least 20x5 makes sense. */
void plot_draw(const struct plot *plot, struct area area);

#endif
