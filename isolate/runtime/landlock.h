/* Landlock: a process gives up paths, landlock(7). No privilege is needed, no mount is
 * involved; what it gave up, its children never get back.
 *
 * Rows say what stays allowed. Everything that the kernel's version of Landlock can
 * watch and no row allows is refused with EACCES.
 */
#ifndef RING3_ISOLATE_LANDLOCK_H
#define RING3_ISOLATE_LANDLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "labs/kit/error.h"

/* Rights as people say them; each stands for those of the kernel's that belong to it.
 * What the kernel is too old to watch stays allowed. */
enum landlock_right {
    LANDLOCK_READ = 1,     /* read files, list folders */
    LANDLOCK_WRITE = 2,    /* write and truncate files that are there */
    LANDLOCK_EXECUTE = 4,  /* execute files */
    LANDLOCK_MAKE = 8,     /* make, remove, rename and link files and folders */
    LANDLOCK_DEVICES = 16, /* ioctl on devices (ABI 5) */
    LANDLOCK_ALL = 31,
    /* for a descriptor: to read or to write as it was opened, and no folder */
    LANDLOCK_AS_OPENED = 32,
};

struct landlock_row {
    const char *path;   /* NULL: what `descriptor` is open on */
    unsigned rights;    /* enum landlock_right, added up */
    bool may_be_absent; /* no error when there is no such path or descriptor */
    int descriptor;
};

/* Beyond paths, where the kernel knows it: no signals and no abstract sockets to
 * processes that are not under the same restriction (ABI 6). */
enum landlock_scope { LANDLOCK_SIGNALS = 1, LANDLOCK_ABSTRACT_SOCKETS = 2 };

/* The version of Landlock in this kernel; 0 when it has none or it is switched off, and
 * then `why` (may be NULL) says which. */
int landlock_abi(const char **why);

/* The rights that a version knows, as bits of linux/landlock.h. */
uint64_t landlock_handled(int abi);

struct landlock_wish {
    const struct landlock_row *rows;
    size_t count;
    unsigned scopes; /* enum landlock_scope, added up */
};

/* Restricts this thread and its children. no_new_privs must be set, or CAP_SYS_ADMIN
 * effective. Returns the version that was used; 0 when the kernel has none and nothing
 * was done; -1. */
int landlock_apply(const struct landlock_wish *wish, struct error *error);

#endif
