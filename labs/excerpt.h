/* Where in the learner's files a verdict points, and the lines around it. */
#ifndef RING3_LABS_EXCERPT_H
#define RING3_LABS_EXCERPT_H

#include "labs/check.h"

struct place {
    char *path;    /* of the file, NULL: the verdict names no place */
    unsigned line; /* from 1 */
};

/* The first "FILE:LINE" of the verdict whose file is the learner's, or the first
 * "line N" with the file that the exercise is about. */
struct place place_of(const struct verdict *verdict, const struct exercise *exercise,
                      const char *folder);
void place_free(struct place *place);

/* The line with two before and two after it, numbered, the line marked; to be freed.
 * "" if there is no such line. */
char *excerpt(const struct place *place);

/* The file that is to be edited: the first one that the solution changes, or else the
 * first of the folder; to be freed, NULL if there is none. */
char *main_file(const struct exercise *exercise, const char *folder);

#endif
