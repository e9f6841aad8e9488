/* Curves for people and for other programs. */
#ifndef RING3_VMSIM_CURVE_CURVE_OUTPUT_H
#define RING3_VMSIM_CURVE_CURVE_OUTPUT_H

#include <stdio.h>

#include "vmsim/curve/curve.h"

struct curve_set {
    const char *trace;
    struct curve *curves;
    size_t count;
    double working_set; /* pages; 0: not known */
    uint64_t window;    /* references that it is about */
};

/* A plot in braille, or in letters where there is no UTF-8, and a line per curve. */
void curves_print(const struct curve_set *set, int rows, int columns, FILE *out);
void curves_csv(const struct curve_set *set, FILE *out);
void curves_svg(const struct curve_set *set, FILE *out);
/* One object per curve. */
void curves_json(const struct curve_set *set, FILE *out);

#endif
