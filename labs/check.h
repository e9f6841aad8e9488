/* Running the check of an exercise and reading its verdict.
 *
 * The check command is ours and runs as it is; what the learner wrote is compiled
 * and run by it through `isolate run` (exercises/check.sh). docs/labs.md has the
 * protocol.
 */
#ifndef RING3_LABS_CHECK_H
#define RING3_LABS_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "labs/exercise.h"

enum verdict_status {
    VERDICT_PASSED,
    VERDICT_FAILED,
    VERDICT_SKIPPED,   /* this host cannot */
    VERDICT_UNDECIDED, /* limits were reached, or the check itself broke */
};
const char *verdict_word(enum verdict_status status);
/* The exit status of DESIGN's table. */
enum status verdict_exit(enum verdict_status status);

struct verdict {
    enum verdict_status status;
    char *message; /* one line */
    char *hint;    /* computed from what was seen; "" for none */
    char *detail;  /* lines: the schedule, what the compiler said; "" for none */
    double seconds;
    unsigned points, points_good; /* of its report; a check ends at the first bad one */
    bool wants_sandbox;           /* skipped only because there is no sandbox here */
};

/* All that one run depends on: two runs share nothing, so any number of processes may
 * run checks at once. */
struct check {
    const struct exercise *exercise;
    const char *folder; /* the learner's files */
    uint64_t seed;
    bool without_sandbox;   /* the learner agreed: limits of time and memory only */
    unsigned time_percent;  /* of every limit of time, 100 as it is written; 0: 100 */
    const char *scratch;    /* an empty folder for it; NULL: one is made, and removed */
    const char *containers; /* where the containers of `isolate` are kept; NULL: the
                             * learner's own */
};

/* Always gives a verdict: what keeps a check from running is one too. */
void check_run(const struct check *check, struct verdict *verdict);
void verdict_free(struct verdict *verdict);

/* Runs the exercise's `prepare` in a fresh working folder, if it has one. */
int check_prepare(const struct check *check, struct error *error);

#endif
