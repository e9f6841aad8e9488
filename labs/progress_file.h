/* The open file of progress, for the sources that know SQLite: progress*.c. */
#ifndef RING3_LABS_PROGRESS_FILE_H
#define RING3_LABS_PROGRESS_FILE_H

#include <sqlite3.h>

#include "labs/kit/error.h"

struct progress {
    sqlite3 *database;
    sqlite3_stmt *state; /* the query of progress_state */
    char *path;
};

/* Fills the error with what SQLite says, after "progress cannot be WHAT", and with the
 * way out where the file itself is spoilt. Returns -1. */
int progress_failed(const struct progress *progress, const char *what,
                    struct error *error);

/* Makes the layout, or brings that of an earlier ring3 up to ours. */
int progress_bring_to_layout(struct progress *progress, struct error *error);

#endif
