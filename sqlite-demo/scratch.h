/* A temporary folder that does not outlive the program, however it ends.
 *
 * A small guard process waits for the end of a pipe that only this program holds,
 * and then removes the folder: after a normal end, Ctrl-C, a crash and kill -9
 * alike. If the guard is killed, too, the next scratch_open() removes the folder:
 * its lock (flock) is free then.
 *
 * What is left: when both are killed, the folder stays until the next use.
 */
#ifndef RING3_SQLITE_DEMO_SCRATCH_H
#define RING3_SQLITE_DEMO_SCRATCH_H

#include <sys/types.h>

#include "labs/kit/error.h"

struct scratch {
    char *folder; /* $TMPDIR or /tmp, then ring3-sqlite-XXXXXX, mode 0700 */
    int lock_fd, pipe_fd;
    pid_t guard;
};

int scratch_open(struct scratch *scratch, struct error *error);
/* Removes the folder, which holds files only, and waits until it is gone. */
void scratch_close(struct scratch *scratch);
/* What to try after an error of SQLite on a file in the folder: an end of a message. */
const char *scratch_hint(int sqlite_code);

#endif
