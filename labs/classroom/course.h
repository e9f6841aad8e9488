/* A course: which exercises count, in which order, for how many points, until when.
 *
 *     title: Operating systems, autumn
 *     exercises: our-own          # a folder of exercises beside this file
 *     seeds: student              # each student has questions of their own
 *     time: 200%                  # of every limit of time, for slow machines
 *     late: 25%                   # what an answer after its date loses
 *     key: any words              # receipts are signed with it
 *
 *     vm/01        10 points   due 2026-12-01
 *     threads/02   20 points   partial 4   opens 2026-12-01   due 2026-12-08 18:00
 *
 * "partial 4": each of the check's first four points that is good earns a quarter. A
 * check ends at the first point that is not. Without it, passing earns all. Dates are
 * local time; a date without a time lasts until its end.
 */
#ifndef RING3_LABS_COURSE_H
#define RING3_LABS_COURSE_H

#include <stdbool.h>
#include <time.h>

#include "labs/catalogue.h"

struct course_item {
    const struct exercise *exercise; /* of the course's catalogue */
    double points;                   /* 0 or more */
    unsigned parts;                  /* of the credit; 1: all or nothing */
    time_t opens, due;               /* 0: none */
};

struct course {
    char *file;  /* absolute; NULL: no file, every exercise counts one point */
    char *title; /* "" when it has none */
    char *key;   /* "" when it has none */
    bool seeds_by_student;
    unsigned time_percent;      /* 100 when not given */
    unsigned late_percent;      /* 0 to 100: lost by an answer that is late */
    struct catalogue catalogue; /* ours and the course's own exercises */
    struct course_item *items;
    size_t count;
};

/* Reads a course file; NULL stands for all exercises at one point each. On failure
 * "FILE:LINE: what is wrong" is the error, and nothing is to be freed. */
int course_load(const char *file, struct course *course, struct error *error);
void course_free(struct course *course);

/* The exercises of a course and no others, in its order: what a learner of the course
 * sees. On success `catalogue`, which must be loaded, is replaced. */
int course_choose(const char *file, struct catalogue *catalogue, struct error *error);

/* What a check earned. `good` is the number of its good points. */
double course_credit(const struct course *course, const struct course_item *item,
                     bool passed, unsigned good, bool late);

/* The item of an exercise, by its whole name; NULL when it does not count. */
const struct course_item *course_find(const struct course *course, const char *name);

#endif
