/* One line of a doctor, as `labs doctor` and `isolate doctor` print it: what was found,
 * how to mend it, and what works without.
 *
 * Its texts are finished English sentences and are said in the learner's language. What
 * stands in backquotes in a fix is to be typed or copied: it gets a line of its own, and
 * is never wrapped.
 */
#ifndef RING3_KIT_FINDING_H
#define RING3_KIT_FINDING_H

#include <stdio.h>

struct finding_line {
    int state; /* 0 real, 1 limited, 2 missing */
    const char *feature, *reason;
    const char *fix, *works; /* "": none */
};

/* Wrapped at so many columns. */
void finding_print(FILE *out, const struct finding_line *line, int columns);

/* "+", "!", "-": beside the colour; and the key of the word. */
const char *finding_mark(int state);
const char *finding_key(int state);

#endif
