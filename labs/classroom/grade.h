/* Grading: every exercise of a course, in every submission, each in its own sandbox.
 *
 * One process per submission. What a submission does to the check harms only its own
 * results: the check decides outside of the sandbox, in a process that ends with it.
 */
#ifndef RING3_LABS_GRADE_H
#define RING3_LABS_GRADE_H

#include <time.h>

#include "labs/classroom/result.h"

struct grading {
    const struct course *course;
    const char *folder; /* of the results: one file per student, STUDENT.jsonl */
    bool resume;        /* keep the results that are there, run what is missing */
    bool without_sandbox;
    time_t submitted;    /* 0: no answer is late */
    const char *student; /* of the only submission; NULL: from its name */
    unsigned jobs;       /* submissions at a time; 0: one per processor */
    bool quiet;          /* no progress on stderr */
    /* Called in the worker after each result; may be NULL. */
    void (*after_each)(const struct grading *, const char *student);
};

/* Where a student's results are; freed by the caller. */
char *grade_file(const struct grading *grading, const char *student);

/* Grades one submission in this process. A submission that cannot be opened gets
 * "undecided" for each exercise. -1 only if results cannot be written. */
int grade_submission(const struct grading *grading, const char *path,
                     struct error *error);

/* Grades all, several at a time, and reads what came of it. There is one entry per
 * path, in their order. -1 with an error when two have the same student, results cannot
 * be written, or somebody interrupted (what is done is kept: --resume). */
int grade_class(const struct grading *grading, const char *const *paths, size_t count,
                struct results *results, struct error *error);

#endif
