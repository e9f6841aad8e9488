/* The notes: docs/notes/NAME.md, each beginning with "# Title". */
#ifndef RING3_LABS_NOTES_H
#define RING3_LABS_NOTES_H

#include <stddef.h>

#include "labs/kit/error.h"

struct note {
    char *name, *title;
};

struct notes {
    char *folder;
    struct note *items; /* in the order of their names */
    size_t count;
};

int notes_load(struct notes *notes, struct error *error);
void notes_free(struct notes *notes);
/* The text of one, freed by the caller; NULL with an error. */
char *notes_read(const struct notes *notes, const char *name, struct error *error);

#endif
