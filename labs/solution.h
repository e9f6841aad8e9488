/* Our solution beside the learner's: shown once the exercise is solved, or before that
 * when the learner asks to be shown, which is recorded.
 */
#ifndef RING3_LABS_SOLUTION_H
#define RING3_LABS_SOLUTION_H

#include "labs/exercise.h"

/* Lines for the learner, to be freed: for each file of the solution the difference from
 * the learner's (diff -u: "-" is theirs, "+" is ours), or that there is none. `folder`
 * holds the learner's files. NULL with an error if there is no solution to show. */
char *solution_compare(const struct exercise *exercise, const char *folder,
                       struct error *error);

#endif
