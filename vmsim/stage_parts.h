/* The parts of the picture of a step. Not for use outside of stage_*.c. */
#ifndef RING3_VMSIM_STAGE_PARTS_H
#define RING3_VMSIM_STAGE_PARTS_H

#include "vmsim/stage.h"

/* The references that are drawn, one cell of `width` and a blank each. */
struct window {
    size_t start, end;
    int width;
};

int digits(uint64_t number);

/* The part of the trace around `index` that fits into so many columns. */
struct window window_around(const struct stage *stage, size_t index, int columns);

/* Three rows from `row` on: times, pages, faults. Row -1 leaves the times out. */
void draw_string(const struct stage *stage, size_t index, struct window window,
                 struct area area, int row);

/* Below, in the same columns: what was in the frames after each reference, under
 * every policy for which there is room. */
void draw_history(const struct stage *stage, size_t index, struct window window,
                  struct area area);

#endif
