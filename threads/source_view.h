/* Draws source lines with the threads that stand at them. Pure. */
#ifndef RING3_THREADS_SOURCE_VIEW_H
#define RING3_THREADS_SOURCE_VIEW_H

#include "labs/kit/canvas.h"
#include "threads/source.h"

/* One thread and where it stands. */
struct stand {
    const char *name;
    int line;   /* 0: nowhere */
    bool actor; /* made the last step: its line is shown first */
    bool aside; /* marked where it is to be seen, but not looked for */
};

/* The lines around all stands, the actor's first; a gap is one row "⋯". */
void source_draw(const struct source *source, const struct stand *stands, size_t count,
                 struct area area);

#endif
