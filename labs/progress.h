/* Progress: a log of what was tried, in one SQLite file.
 *
 *     $XDG_STATE_HOME/ring3/progress.sqlite
 *
 * Nothing is ever changed or deleted in it: attempts, hints and resets are added
 * at the end, and what is solved follows from them. A learner may read it with
 * any SQLite tool. Each addition is one transaction, so a `kill -9` at any moment
 * loses at most the attempt that was being written.
 */
#ifndef RING3_LABS_PROGRESS_H
#define RING3_LABS_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "labs/kit/error.h"

struct progress;

/* What happened. `what` is one of the words of the table: passed, failed, skipped,
 * undecided, opened (its task was shown), hint, shown (its solution was, before it was
 * solved), reset. */
struct progress_event {
    const char *exercise;
    const char *what;
    uint64_t seed;
    unsigned level;      /* of a hint */
    double seconds;      /* of a check */
    const char *message; /* what a check said; NULL for none */
};

struct progress_state {
    unsigned attempts; /* checks that came to an answer, or to their limits */
    unsigned hints;    /* the highest level shown since the last reset */
    bool solved;       /* passed since the last reset */
    char last[16];     /* the word of the last check, "" for none */
    double last_at;    /* seconds since 1970 of the last event, 0 for none */
    bool shown;        /* the solution was shown before it was solved */
};

/* Opens or creates the file. NULL with an error where that is not possible; every
 * function below takes NULL for "no progress is kept". */
struct progress *progress_open(struct error *error);
void progress_close(struct progress *progress);

int progress_add(struct progress *progress, const struct progress_event *event,
                 struct error *error);
/* All zero for an exercise that was never tried. */
int progress_state(struct progress *progress, const char *exercise,
                   struct progress_state *state, struct error *error);

/* Seconds on the clock from the first event of an exercise to its last solution, or to
 * the last event where there is none. Nights are in it. */
unsigned long progress_spent(struct progress *progress, const char *exercise);

/* The whole log as lines of JSON, and such lines added to the log: all of them, or none
 * with an error that names the line. What is there already is passed over; *added is
 * what was not. `name` is that of the input in messages. */
int progress_export(struct progress *progress, FILE *out, struct error *error);
int progress_import(struct progress *progress, const char *name, FILE *in,
                    unsigned *added, unsigned *known, struct error *error);

/* Named values that outlive the process: "folder" is where the learner works. The
 * value is freed by the caller; NULL when there is none. */
char *progress_setting(struct progress *progress, const char *name);
int progress_set(struct progress *progress, const char *name, const char *value,
                 struct error *error);

#endif
