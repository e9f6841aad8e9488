/* A class in numbers: what took long, where hints were needed, which answers were wrong
 * in the same way.
 *
 * It is computed from the progress that students export (labs export): a file each. A
 * table of SQLite in memory does the sums.
 */
#ifndef RING3_LABS_STATS_H
#define RING3_LABS_STATS_H

#include <stdio.h>

#include "labs/kit/error.h"

struct stats;

struct stats *stats_open(struct error *error);
void stats_close(struct stats *stats);

/* Adds one student's export. -1 with FILE:LINE for what is none; the file then counts
 * for nothing. */
int stats_add(struct stats *stats, const char *path, struct error *error);

struct stats_row {
    const char *exercise;
    unsigned students, solved;
    double attempts, hints, minutes; /* medians over the students who began it */
    const char *wrong;               /* the most frequent message of a failure; "" */
    unsigned wrong_students;         /* how many got it */
};

/* Calls `row` for each exercise, in the order of their names. */
int stats_rows(struct stats *stats, void (*row)(const struct stats_row *, void *context),
               void *context, struct error *error);

#endif
