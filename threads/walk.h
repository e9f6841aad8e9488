/* One run of an explored program, as somebody walks through it: every prefix can be
 * looked at, another thread can be chosen at any point, and that can be undone.
 *
 * A path is always a whole run: what was chosen, then the default to its end. Its
 * states are asked of the explorer, which runs the prefix again; a few are kept.
 */
#ifndef RING3_THREADS_WALK_H
#define RING3_THREADS_WALK_H

#include "threads/explore/explore.h"

struct walk;

/* The program and the options are kept, not copied. NULL with an error. */
struct walk *walk_new(const struct explore_program *program,
                      const struct explore_options *options, const char *schedule,
                      struct error *error);
void walk_free(struct walk *walk);

/* How this run ends; its steps are those of the path. Until the path changes. */
const struct explore_verdict *walk_verdict(const struct walk *walk);

/* The state after `count` steps, 0 to verdict->step_count; NULL with an error. It
 * lives until the path changes or other states are asked for. */
const struct explore_state *walk_state(struct walk *walk, size_t count,
                                       struct error *error);

/* The schedule of the first `count` steps. The caller frees it. */
char *walk_schedule(const struct walk *walk, size_t count);

/* After `count` steps does this choice (of an explore_state) in the place of what came
 * there, then goes on by default. -1 with an error: nothing has changed. */
int walk_choose(struct walk *walk, size_t count, const char *choice, struct error *error);

/* Takes the last choice back and says where it was made; false: there is none. */
bool walk_undo(struct walk *walk, size_t *count);
bool walk_can_undo(const struct walk *walk);

#endif
