/* Trees of files: copied, removed. */
#ifndef RING3_LABS_FILES_H
#define RING3_LABS_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "labs/kit/error.h"

bool file_exists(const char *path);
bool folder_exists(const char *path);

/* Copies what lies in the folder `from` into the folder `to`, which is created;
 * files that are there already are replaced. Regular files, folders and symbolic
 * links only; a name equal to `except` (may be NULL) is left out. */
int files_copy(const char *from, const char *to, const char *except, struct error *error);

/* Does the tree hold more than that? `bytes` is what it takes from the disk. Folders in
 * folders without end are more, too. Never takes longer than to look at so many files. */
bool files_exceed(const char *path, uint64_t bytes, unsigned files);

/* rm -rf, as deep as it goes and though somebody may still write there; what cannot be
 * removed stays. Follows no symbolic link. */
void files_remove(const char *path);

/* An empty folder of our own in $TMPDIR or /tmp; NULL with an error. What earlier
 * processes of this user left there when they were killed is removed first. */
char *files_scratch(struct error *error);
/* Is this the name of a scratch folder whose process is gone? */
bool files_scratch_is_stale(const char *name);

#endif
