/* For authors: does each exercise keep its promises? */
#ifndef RING3_LABS_VERIFY_H
#define RING3_LABS_VERIFY_H

#include "labs/catalogue.h"

/* Counts of what was proved, what was not, and what this host cannot decide. */
struct verify_result {
    unsigned good, bad, skipped;
};

struct verify_options {
    const struct catalogue *catalogue; /* what the texts may name */
    bool without_sandbox;
    unsigned jobs; /* exercises at a time; 0: one per processor */
};

/* Prints one line per promise (or one JSON object): the texts are whole, start/ fails
 * for its reason, solution/ passes with half of the time that it may take, each
 * wrong/NAME/ fails with the text of its file `expect`. Adopts what the exercise leaves
 * running, so it wants a process of its own: see verify_exercises. */
void verify_exercise(const struct exercise *exercise,
                     const struct verify_options *options, struct verify_result *result);

/* The same for many, several at a time; the lines come in their order. -1 with an error
 * if no process can be started. */
int verify_exercises(const struct exercise *const *exercises, size_t count,
                     const struct verify_options *options, struct verify_result *sum,
                     struct error *error);

/* One line of the report; result is "ok", "not ok" or "skip". */
void verify_report(const struct exercise *exercise, const char *promise,
                   const char *result, const char *what, struct verify_result *counts);

/* The texts: that each is there, that what they name exists. */
void verify_texts(const struct exercise *exercise, const struct verify_options *options,
                  struct verify_result *counts);

#endif
