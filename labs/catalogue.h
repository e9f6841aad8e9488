/* All exercises, in the order in which they are meant to be done. */
#ifndef RING3_LABS_CATALOGUE_H
#define RING3_LABS_CATALOGUE_H

#include "labs/exercise.h"

struct catalogue {
    char *folder; /* exercises/ */
    struct exercise *items;
    size_t count;
    char **problems; /* one line for each exercise that could not be read */
    size_t problem_count;
    bool of_course; /* only what a course chose of them: labs course */
};

/* Reads every AREA/NN-NAME/exercise.md below the folder of exercises. One that
 * is malformed becomes a problem, not an error: the others can be done. */
int catalogue_load(struct catalogue *catalogue, struct error *error);

/* Adds the exercises of another folder, laid out in the same way: a course's own. -1 if
 * one is malformed, has the name of another, or there is none. */
int catalogue_add(struct catalogue *catalogue, const char *folder, struct error *error);
void catalogue_free(struct catalogue *catalogue);

/* By name: "vm/01-which-page-leaves", or a beginning that fits only one: "vm/01".
 * Returns NULL with an error that says what there is. */
const struct exercise *catalogue_find(const struct catalogue *catalogue, const char *name,
                                      struct error *error);

#endif
