/* `threads play FILE.c`: an explored run in the player, and the learner as the
 * scheduler: a digit lets that thread run next, u takes it back, h asks whether a bug
 * can still be reached.
 */
#ifndef RING3_THREADS_STEPPER_H
#define RING3_THREADS_STEPPER_H

#include "labs/kit/player.h"
#include "threads/explore/explore.h"

struct stepper;

struct stepper_request {
    const struct explore_program *program;
    const struct explore_options *options;
    const char *const *files;                /* the sources, ended by NULL */
    const char *schedule;                    /* to begin with */
    const char *command;                     /* that reopens it, without the schedule */
    const struct explore_verdict *checked;   /* what the check said; NULL: not asked */
    const struct explore_outcomes *outcomes; /* all of them, for predict mode; NULL */
    bool shares;                             /* their counts are of interleavings */
};

/* All of the request is kept, not copied. NULL with an error. */
struct stepper *stepper_new(const struct stepper_request *request, struct error *error);
void stepper_free(struct stepper *stepper);
const struct show *stepper_show(struct stepper *stepper);

#endif
