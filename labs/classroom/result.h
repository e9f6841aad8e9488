/* What was found out about one submission: a result for each exercise of the course.
 *
 * Results are kept as lines of JSON in a file per student, each written and synced as
 * soon as it is known, so that nothing is lost when the grading is stopped.
 */
#ifndef RING3_LABS_RESULT_H
#define RING3_LABS_RESULT_H

#include <stdio.h>

#include "labs/check.h"
#include "labs/classroom/course.h"

struct result {
    char *exercise;
    enum verdict_status status;
    double score, most; /* points; a skipped exercise has most 0: it counts for nobody */
    bool late;
    char *message, *hint, *detail; /* as the check gave them */
    double seconds;
};

struct results {
    char *student;
    struct result *items;
    size_t count;
    double score, most; /* sums */
};

void results_free(struct results *results);
/* Takes the result's strings over. */
void results_add(struct results *results, struct result *result);
const struct result *results_find(const struct results *results, const char *exercise);

/* One line of the file. The strings that were read are owned by the result; -1 for a
 * line that is none. */
void result_write(const struct result *result, FILE *out);
int result_read(const char *line, struct result *result);

/* All lines of a student's file; a missing file is an empty one. The half of a line that
 * a power cut left at its end is removed. */
int results_load(const char *path, struct results *results, struct error *error);
/* Adds a line and waits until it is on the disk. */
int results_append(const char *path, const struct result *result, struct error *error);

#endif
