/* What ring3 has written on this machine, found by looking, for `labs clean`. */
#ifndef RING3_LABS_CLEAN_H
#define RING3_LABS_CLEAN_H

#include <stdbool.h>
#include <stddef.h>

#include "labs/kit/error.h"

enum trace_kind {
    TRACE_FOLDER,    /* removed with all that is in it */
    TRACE_WORK,      /* the learner's folder: theirs, so only when asked for by name */
    TRACE_CONTAINER, /* ended and removed by isolate */
};

struct trace {
    enum trace_kind kind;
    char *name; /* a path, or the name of a container */
    const char *what;
};

struct traces {
    struct trace *items;
    size_t count;
};

void traces_find(struct traces *traces);
void traces_free(struct traces *traces);
/* Removes one; -1 with an error that says what is left. */
int trace_remove(const struct trace *trace, struct error *error);

#endif
