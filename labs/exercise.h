/* An exercise is data: a folder with exercise.md, start/, solution/, wrong/ and
 * what its check needs. docs/labs.md says what each file is.
 */
#ifndef RING3_LABS_EXERCISE_H
#define RING3_LABS_EXERCISE_H

#include <stdbool.h>
#include <stddef.h>

#include "labs/kit/error.h"

/* The areas, in the order in which they are meant to be done. The table is ended by a row
 * without folder. */
struct lab_area {
    const char *folder; /* below exercises/, and the first part of a name */
    const char *title;
    const char *summary; /* a few words */
    const char *program; /* what Enter in the menu runs; NULL: it opens the exercises */
};
extern const struct lab_area lab_areas[];

enum exercise_kind { KIND_PREDICT, KIND_CODE, KIND_DO, KIND_FIND };
const char *exercise_kind_name(enum exercise_kind kind);
/* The key of its name in the learner's language. */
const char *exercise_kind_key(enum exercise_kind kind);

/* Words of a list in the front matter: "cc, sandbox". */
struct words {
    char **items;
    size_t count;
};

/* What exercise.md says. All strings are owned by the exercise. */
struct exercise {
    char *name;                  /* "vm/01-which-page-leaves"; set by the catalogue */
    char *folder;                /* where it lies; set by the catalogue */
    const struct lab_area *area; /* set by the catalogue */

    char *title;
    enum exercise_kind kind;
    unsigned minutes;
    char *teaches;
    struct words notes; /* names below docs/notes, without ".md" */
    struct words needs; /* programs in PATH, or features of the host: see check.h */
    char *check;        /* command line, run in the exercise's folder */
    char *prepare;      /* the same; fills a fresh working folder. NULL: none */
    char *fails;        /* what the check says of start/; NULL when `solved` */
    bool solved;        /* start/ passes as it is */

    char *task; /* Markdown */
    char **hints;
    size_t hint_count;
    char *why; /* Markdown, shown once solved */
};

/* Reads the text of an exercise.md into a zeroed exercise. `file` is its name in
 * messages: "FILE:LINE: what is wrong". */
int exercise_parse(const char *file, const char *text, size_t length,
                   struct exercise *exercise, struct error *error);
void exercise_free(struct exercise *exercise);

#endif
