/* Reading TAP (https://testanything.org), as far as checks need it. */
#ifndef RING3_LABS_TAP_H
#define RING3_LABS_TAP_H

#include <stdbool.h>
#include <stddef.h>

/* The first point that failed is the one that the learner reads: the order of the
 * points is the order in which to mend. All strings are owned, "" if absent. */
struct tap_report {
    unsigned points, failed, skipped;
    bool complete; /* the plan is there and as many points came */
    char *message; /* of the first failed point, else of the last point */
    char *hint;    /* its "# hint:" lines, or the hint of its YAML block */
    char *detail;  /* its other "#" lines */
    char *skip;    /* the reason of a plan "1..0 # SKIP reason", or of the first skip */
    char *bail;    /* the reason of "Bail out!" */
};

void tap_read(const char *text, struct tap_report *report);
void tap_free(struct tap_report *report);

#endif
