/* A user of the container, by number or by the names of its own files. */
#ifndef RING3_ISOLATE_USER_H
#define RING3_ISOLATE_USER_H

#include "isolate/runtime/process.h"

/* "USER[:GROUP]", names or numbers, to process->uid and gid. Reads /etc/passwd and
 * /etc/group of the root that the caller has. */
int user_find(const char *text, struct process *process, struct error *error);

#endif
