/* The learner's folder: made by `labs init`, never written over.
 *
 *     FOLDER/.ring3            the mark by which it is known, and whose it is
 *     FOLDER/README.md         how to resume
 *     FOLDER/.gitignore
 *     FOLDER/AREA/NN-NAME/     what the learner works on, from start/
 *     FOLDER/AREA/NN-NAME/.seed
 *     FOLDER/.before-reset/    what `labs reset` moved away
 */
#ifndef RING3_LABS_WORKSPACE_H
#define RING3_LABS_WORKSPACE_H

#include <stdint.h>

#include "labs/catalogue.h"
#include "labs/progress.h"

/* The folder that the current directory lies in, or else the one that progress
 * remembers. NULL with an error that says how to make one. */
char *workspace_find(struct progress *progress, struct error *error);

struct workspace_report {
    unsigned added, kept; /* exercises */
    char *added_names;    /* of those added, one a line; NULL for none */
    char *first_problem;  /* why an exercise could not be added; NULL */
    unsigned problems;
    unsigned refused; /* of these: not the host's lack of a program, but a failure */
};

/* Makes the folder, or adds what it lacks: an exercise that has a folder there is
 * left alone. With a student (may be NULL) every seed is that student's; a folder that
 * is somebody else's, or nobody's and has exercises, is refused. */
int workspace_init(const char *folder, const struct catalogue *catalogue,
                   const char *student, struct workspace_report *report,
                   struct error *error);
/* The folder alone, with its mark: each exercise comes when it is opened. */
int workspace_begin(const char *folder, struct error *error);
void workspace_report_free(struct workspace_report *report);

/* Whose folder it is, to be freed; NULL when it is nobody's in particular. */
char *workspace_student(const char *workspace);
/* The seed that an exercise gets there when it is made or reset: the student's, or a
 * new one. */
uint64_t workspace_seed_for(const char *workspace, const struct exercise *exercise);

/* Where an exercise lies in it; it is put there if it is not. Freed by the caller. */
char *workspace_exercise(const char *workspace, const struct exercise *exercise,
                         struct error *error);

/* Fills a new folder with start/ and what `prepare` adds. */
int workspace_fill(const char *folder, const struct exercise *exercise, uint64_t seed,
                   struct error *error);

/* Back to the start, with a seed. What was there is moved, not removed: *kept is
 * where (NULL if there was nothing), freed by the caller. */
int workspace_reset(const char *workspace, const struct exercise *exercise, uint64_t seed,
                    char **kept, struct error *error);

/* The seed of the questions in an exercise's folder, 1 if there is none. */
uint64_t workspace_seed(const char *folder);
uint64_t workspace_new_seed(void);

/* The exercise that `path` lies in, as a name ("vm/01-x"), or NULL. */
char *workspace_name_of(const char *workspace, const char *path);

#endif
