/* Files: read whole, write atomically. */
#ifndef RING3_KIT_ATOMIC_FILE_H
#define RING3_KIT_ATOMIC_FILE_H

#include <stdbool.h>
#include <stdio.h>

#include "labs/kit/error.h"

/* Reads a file or pipe of at most `limit` bytes. On success *data (to be freed by
 * the caller) holds *length bytes and a terminating NUL. */
int file_read(const char *path, size_t limit, char **data, size_t *length,
              struct error *error);

/* Replaces `path` so that at every moment, a crash included, it holds either
 * the old content or all of the new. The directory must exist. Mode and owner stay;
 * of a symbolic link, the target is replaced. A pipe or a terminal is written as it
 * comes; a directory and a write-protected file are refused. */
int file_write_atomic(const char *path, const void *data, size_t length,
                      struct error *error);

/* The same for content that is produced piece by piece: write to `file.out`,
 * then commit, which reports whatever went wrong with the writes too. Without a
 * commit, atomic_file_abandon removes what was written. Both empty the struct. */
struct atomic_file {
    FILE *out;
    char *path;      /* what is replaced: links are resolved */
    char *temporary; /* NULL while the new file has no name */
    bool direct;     /* no regular file: written as it comes */
    bool unsynced;   /* may be set after opening: safe when a program is killed, not when
                        the power fails. Then nothing waits for the disk. */
};

int atomic_file_open(struct atomic_file *file, const char *path, struct error *error);
int atomic_file_commit(struct atomic_file *file, struct error *error);
void atomic_file_abandon(struct atomic_file *file);

/* Is this, in a folder, what a writer that was killed may have left? Whoever owns the
 * folder and removes it looks for these too. */
bool atomic_file_is_temporary(const char *name);

#endif
