/* The picture of one state of an explored program: the source with the threads that
 * stand in it, who can go on, locks, queues and counts, shared variables, and the
 * ring of those who wait for each other. Pure functions.
 */
#ifndef RING3_THREADS_SCENE_H
#define RING3_THREADS_SCENE_H

#include <stdio.h>

#include "labs/kit/canvas.h"
#include "labs/kit/json.h"
#include "threads/explore/explore.h"
#include "threads/source.h"

struct scene {
    const struct explore_state *state;
    const struct source *source;
    const char *file;  /* whose lines `source` has */
    const char *label; /* stands above the source; NULL: nothing does */
    int actor;         /* the thread that made the last step; -1 */
};

void scene_draw(const struct scene *scene, struct area area);
void scene_describe(const struct scene *scene, FILE *out);
void scene_json(const struct scene *scene, struct json *json);

/* "T1" of "T1 worker": what a thread is called where there is little room. The
 * number of a thread that is not there gives "?". */
const char *scene_name(const struct explore_state *state, int thread, char name[16]);
/* "lock b", "b is held by T1", "has ended": what a thread does next, or why not. */
const char *scene_doing(const struct explore_state *state, int thread, char *text,
                        size_t size);
/* "held by T1, T2 waits"; false if there is nothing to say of it. */
bool scene_object(const struct explore_state *state, size_t object, char *text,
                  size_t size);
/* "T1 and T2"; "nobody" when no thread can go on. */
void scene_enabled(const struct explore_state *state, char *text, size_t size);

#endif
