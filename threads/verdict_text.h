/* A verdict of the explorer, as lines for people and as JSON. */
#ifndef RING3_THREADS_VERDICT_TEXT_H
#define RING3_THREADS_VERDICT_TEXT_H

#include <stdio.h>

#include "threads/explore/explore.h"

/* "safe", "fails", "unknown". */
const char *decision_word(enum explore_decision decision);

void verdict_print(const struct explore_verdict *verdict, const char *file, FILE *out);

/* One column per thread, one line per step: "line operation object". */
void steps_print(const struct explore_verdict *verdict, FILE *out);

/* One object: verdict, kind, message, schedules, exhaustive, preemptions, seconds,
 * schedule, steps. */
/* The same fields within an object that is open. */
struct json;
void verdict_fields(const struct explore_verdict *verdict, struct json *json);
void verdict_json(const struct explore_verdict *verdict, FILE *out);

#endif
