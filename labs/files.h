/* Trees of files: copied, removed. */
#ifndef RING3_LABS_FILES_H
#define RING3_LABS_FILES_H

#include <stdbool.h>

#include "labs/kit/error.h"

bool file_exists(const char *path);
bool folder_exists(const char *path);

/* Copies what lies in the folder `from` into the folder `to`, which is created;
 * files that are there already are replaced. Regular files, folders and symbolic
 * links only; a name equal to `except` (may be NULL) is left out. */
int files_copy(const char *from, const char *to, const char *except, struct error *error);

/* rm -rf; what cannot be removed stays. Follows no symbolic link. */
void files_remove(const char *path);

/* An empty folder of our own in $TMPDIR or /tmp; NULL with an error. What earlier
 * processes of this user left there when they were killed is removed first. */
char *files_scratch(struct error *error);
/* Is this the name of a scratch folder whose process is gone? */
bool files_scratch_is_stale(const char *name);

#endif
