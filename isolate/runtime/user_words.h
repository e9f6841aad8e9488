/* -u USER[:GROUP]: numbers, or names of the container's own /etc/passwd and /etc/group.
 */
#ifndef RING3_ISOLATE_USER_WORDS_H
#define RING3_ISOLATE_USER_WORDS_H

#include "labs/kit/error.h"

/* The files are read in DIR with every link kept in it. A number needs no entry; without
 * a group it is that of the entry, else 0. */
int user_words_resolve(const char *text, const char *folder, unsigned *uid, unsigned *gid,
                       struct error *error);

#endif
