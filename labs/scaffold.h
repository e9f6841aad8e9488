/* A new exercise to start from: `labs new AREA NAME`. */
#ifndef RING3_LABS_SCAFFOLD_H
#define RING3_LABS_SCAFFOLD_H

#include "labs/exercise.h"

/* Makes FOLDER/AREA/NN-NAME, with the next free number: an exercise that keeps all of its
 * promises but one, that its text is finished. Returns its path, to be freed; NULL with
 * an error. Nothing that exists is touched. */
char *scaffold(const char *folder, const char *area, const char *name,
               enum exercise_kind kind, struct error *error);

#endif
