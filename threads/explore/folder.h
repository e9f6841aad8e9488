/* A folder of temporary files that is gone when this process is, however it ends.
 *
 * A small process waits at a pipe; when our end of it closes (at release, at exit, at
 * kill -9), it removes the folder.
 */
#ifndef RING3_THREADS_EXPLORE_FOLDER_H
#define RING3_THREADS_EXPLORE_FOLDER_H

#include <sys/types.h>

#include "labs/kit/error.h"

struct folder {
    char *path; /* real, without links; NULL: there is none */
    int pipe;
    pid_t keeper;
};

/* In $TMPDIR or /tmp, named "prefix.XXXXXX". */
int folder_make(struct folder *folder, const char *prefix, struct error *error);
/* Removes it and waits until it is removed. */
void folder_remove(struct folder *folder);

#endif
