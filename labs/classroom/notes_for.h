/* The speaker's side of a presentation: what the file of the presenter says. */
#ifndef RING3_LABS_NOTES_FOR_H
#define RING3_LABS_NOTES_FOR_H

#include <stdbool.h>

#include "labs/kit/error.h"

struct note_step {
    char *title, *why, *question, *answer;
    char *evidence; /* a list in Markdown: "* label: text" */
};

struct speaker_notes {
    bool running; /* a presenter is there */
    char *show, *move;
    unsigned step, of;
    double began; /* seconds since 1970 */
    struct note_step now, next;
    bool has_next;
};

/* Reads the file anew; one that is missing, half written or left over by a process that
 * is gone means: not running. */
void speaker_notes_read(const char *path, struct speaker_notes *notes);
void speaker_notes_free(struct speaker_notes *notes);

/* As Markdown: the expected answer, the reason, the evidence, what comes next. The
 * caller frees it. */
char *speaker_notes_text(const struct speaker_notes *notes);

#endif
