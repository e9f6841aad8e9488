/* The picture of one moment: source at the left, threads and what they hold at the
 * right. Pure functions of the log and the state; a later explorer draws the same.
 */
#ifndef RING3_THREADS_VIEW_H
#define RING3_THREADS_VIEW_H

#include <stdio.h>

#include "labs/kit/canvas.h"
#include "threads/source.h"
#include "threads/state.h"

struct moment {
    const struct log *log;
    const struct state *state;
    const struct source *source;
    int actor; /* the thread of the last event; NOBODY */
};

void view_draw(const struct moment *moment, struct area area);
void view_describe(const struct moment *moment, FILE *out);

/* "waits for B", "runs", "has ended": what a thread does at this moment. */
const char *view_doing(const struct moment *moment, int thread, char *text, size_t size);
/* "held by T1, T2 waits": what is known of an object; false if it is not to be
 * shown at this moment. */
bool view_object(const struct moment *moment, int object, char *text, size_t size);
/* The objects in the order in which they are shown, the same in every run: locks
 * first, then by name. Returns how many. */
int view_order(const struct moment *moment, int order[LOG_OBJECTS]);

#endif
