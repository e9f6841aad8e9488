/* The matrix of `isolate compare`: its rows, and how they are printed. */
#ifndef RING3_ISOLATE_MATRIX_H
#define RING3_ISOLATE_MATRIX_H

#include "isolate/compare/adapter.h"

enum mark { MARK_BLOCKED, MARK_OPEN, MARK_NONE, MARK_COUNT };

enum { MATRIX_COLUMNS = ADAPTER_COUNT + 1 }; /* column 0 is isolate itself */

/* One attack: what each runtime said. */
struct row {
    const struct attack *attack;
    enum mark marks[MATRIX_COLUMNS];
    char seen[MATRIX_COLUMNS][256];
    bool counts; /* it was seen to succeed, somewhere in this run */
};

struct matrix {
    bool asked[MATRIX_COLUMNS];
    size_t open[MATRIX_COLUMNS], tried[MATRIX_COLUMNS], rows;
};

void matrix_head(const struct matrix *matrix);
/* Prints the row, and adds it to the counts. */
void matrix_add(struct matrix *matrix, const struct row *row);
void matrix_counts(const struct matrix *matrix);

#endif
