/* Per-student questions: the seed of an exercise follows from the student's name, so
 * that a grader who knows the name computes the same questions.
 */
#ifndef RING3_LABS_STUDENT_H
#define RING3_LABS_STUDENT_H

#include <stdint.h>

#include "labs/kit/error.h"

enum { SEED_MAX = 999999, STUDENT_MAX = 100 };

/* 1 to SEED_MAX, the same on every machine and in every version. It hides nothing:
 * whoever knows the name can compute it. */
uint64_t student_seed(const char *student, const char *exercise);

/* A name is one line of 1 to STUDENT_MAX bytes, without control characters; -1 with an
 * error for others. */
int student_valid(const char *student, struct error *error);

#endif
