/* Where the state lies; for the files of state only. */
#ifndef RING3_ISOLATE_STATE_ROOT_H
#define RING3_ISOLATE_STATE_ROOT_H

#include <stdbool.h>

#include "labs/kit/error.h"

struct state_root {
    char *path;            /* absolute; NULL when there is none yet */
    int containers, names; /* -1 then */
};

/* Opens the root. When it is missing it is made, or, without `make`, `path` is NULL and
 * all is well: there are no containers. */
int state_root_open(bool make, struct state_root *root, struct error *error);
void state_root_close(struct state_root *root);

/* ---- state_find.c ---- */

bool state_is_id(const char *word);

/* The id that a name leads to; false when there is no such name. `id` has room for
 * STATE_ID_LENGTH + 1. */
bool state_read_name(const struct state_root *root, const char *name, char *id);

#endif
