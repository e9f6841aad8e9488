/* Our own program file must not be overwritten from inside (CVE-2019-5736).
 *
 * A root directory can make its /bin/sh a link to /proc/self/exe: then the kernel
 * executes our own program in there, and another process of the container opens
 * /proc/PID/exe and waits until it may write. Whether it may is asked of the file's
 * owner. So where the owner of our file has an id inside the container (rootless with a
 * file of one's own, or OCI without a user namespace), we first become a copy: a memfd
 * with all seals, to which nobody can ever write. Where the owner has no id inside, it
 * costs one stat.
 */
#ifndef RING3_ISOLATE_OWN_BINARY_H
#define RING3_ISOLATE_OWN_BINARY_H

#include <stdbool.h>
#include <sys/types.h>

#include "labs/kit/error.h"

/* Executes this program anew from a sealed copy, with the words and the environment that
 * it was started with, if `owner_is_inside` says that the owner of its file has an id in
 * the container, and it is not that copy already. To be called before anything was done
 * or changed. Returns 0 to go on as it is; -1 when the copy cannot be made. */
int own_binary_protect(bool (*owner_is_inside)(uid_t owner, const void *context),
                       const void *context, struct error *error);

/* For containers whose ids are those of the caller alone: true for his own files. */
bool own_binary_is_mine(uid_t owner, const void *unused);

#endif
