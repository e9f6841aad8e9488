/* What a run came to, and why that is certain. */
#ifndef RING3_THREADS_VERDICT_H
#define RING3_THREADS_VERDICT_H

#include <stdio.h>

#include "threads/watch.h"

enum { VERDICT_LINE = 400 };

struct verdict {
    enum outcome outcome;
    long long result, expected; /* of the first result that is wrong, or the last */
    char result_name[LOG_NAME];
};

struct verdict verdict_of(const struct recording *recording);
/* The exit status: an enum status. */
int verdict_status(const struct recording *recording, const struct verdict *verdict);
const char *outcome_word(enum outcome outcome); /* "deadlock", for JSON */

/* One line that names it: "DEADLOCK: T1 → B → T2 → A → T1". */
void verdict_headline(const struct recording *recording, const struct verdict *verdict,
                      char line[VERDICT_LINE]);

/* The reasons, one line each; `index` counts from 0. False when there are no more. */
bool verdict_reason(const struct recording *recording, const struct verdict *verdict,
                    size_t index, char line[VERDICT_LINE]);

/* What the kernel said of stuck thread `thread`, as one line; false if none was asked. */
bool verdict_kernel(const struct recording *recording, size_t thread,
                    char line[VERDICT_LINE]);

#endif
