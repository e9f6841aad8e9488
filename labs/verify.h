/* For authors: does each exercise keep its promises? */
#ifndef RING3_LABS_VERIFY_H
#define RING3_LABS_VERIFY_H

#include "labs/exercise.h"

/* Counts of what was proved, what was not, and what this host cannot decide. */
struct verify_result {
    unsigned good, bad, skipped;
};

/* Prints one line per promise (or one JSON object): start/ fails for its reason,
 * solution/ passes, each wrong/NAME/ fails with the text of its file `expect`. */
void verify_exercise(const struct exercise *exercise, bool without_sandbox,
                     struct verify_result *result);

#endif
