/* The progress graph of two threads (E. G. Coffman, M. J. Elphick, A. Shoshani,
 * System Deadlocks, ACM Computing Surveys 3(2), 1971): one thread's steps to the
 * right, the other's upward. A run is a path of right and up; where both threads
 * would hold the same lock, no path can go.
 */
#ifndef RING3_THREADS_PROGRESS_GRAPH_H
#define RING3_THREADS_PROGRESS_GRAPH_H

#include "labs/kit/canvas.h"
#include "threads/explore/explore.h"

/* The two threads to draw: those but main, if they are two. False: there is no such
 * pair, or their steps are too many for a picture. */
bool progress_graph_pair(const struct explore_verdict *run, int pair[2]);

/* Draws the first `done` steps of a run as a path. What both threads do beyond it is
 * taken from `whole`, a run that went further; it may be the same one. `names` are those
 * of the two. */
void progress_graph_draw(const struct explore_verdict *run,
                         const struct explore_verdict *whole, const int pair[2],
                         const char *const names[2], size_t done, struct area area);

#endif
