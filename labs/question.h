/* Asking for a yes. */
#ifndef RING3_LABS_QUESTION_H
#define RING3_LABS_QUESTION_H

#include <stdbool.h>

/* Asks on stderr and reads one line; anything but y or yes is a no. Without a
 * terminal on both there is nobody to ask: no. */
bool question_yes(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Is this a yes, in English or in the learner's language? */
bool question_is_yes(const char *answer);

#endif
