/* What a student handed in: a folder, or an archive of one (tar, zip, 7z …, compressed
 * or not). It is copied into a scratch folder and never written to.
 *
 * Nothing in it is trusted. An archive unpacks to at most SUBMISSION_BYTES in
 * SUBMISSION_FILES files; a path that leads out, a device, a hard link out is refused.
 * The copy holds folders, regular files and symbolic links, of which check.sh follows
 * none that leads out.
 */
#ifndef RING3_LABS_SUBMISSION_H
#define RING3_LABS_SUBMISSION_H

#include "labs/kit/error.h"

enum { SUBMISSION_BYTES = 64 << 20, SUBMISSION_FILES = 10000 };

struct submission {
    char *path;    /* as it was given */
    char *student; /* its name without folder and ending: "ada" of "in/ada.tar.gz" */
    char *scratch; /* ours, removed by submission_close() */
    char *folder;  /* in scratch: the one that holds AREA/NN-NAME/ */
};

/* The student of a path. The caller frees it. */
char *submission_student(const char *path);

/* Copies or unpacks it. -1 with an error that is about this submission alone; what was
 * made is removed then. */
int submission_open(const char *path, struct submission *submission, struct error *error);
void submission_close(struct submission *submission);

/* Unpacks an archive into an empty folder, within the limits above. */
int submission_unpack(const char *path, const char *folder, struct error *error);

#endif
