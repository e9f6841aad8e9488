/* Paths of a container's root, looked up from outside of it.
 *
 * The root belongs to whoever wrote the image: any part of a path may be a symbolic
 * link, also one that is put there while we look (CVE-2021-30465). So each lookup is one
 * openat2(2) with RESOLVE_IN_ROOT: the kernel treats the root as "/" all along, and what
 * it found is a descriptor that no link can move any more. */
#ifndef RING3_ISOLATE_OCI_IN_ROOT_H
#define RING3_ISOLATE_OCI_IN_ROOT_H

#include <sys/types.h>

#include "labs/kit/error.h"

/* Opens `path` below the folder `root`; O_PATH, closed on exec. -1 with errno. */
int in_root_open(int root, const char *path, unsigned flags);

/* The same, and makes what is missing: folders, and in the end a folder (S_IFDIR) or an
 * empty file (S_IFREG). */
int in_root_make(int root, const char *path, mode_t kind, struct error *error);

/* Opens the folder that holds the last part of `path`, made if it is missing; *name is
 * that part, within `path`. */
int in_root_parent(int root, const char *path, const char **name, struct error *error);

/* "/proc/self/fd/N" of a descriptor, for calls that take no descriptor. */
struct fd_path {
    char text[32];
};
struct fd_path fd_path(int fd);

#endif
