/* Staying with a process to its end: `run` and `exec` without --detach. */
#ifndef RING3_ISOLATE_OCI_FOREGROUND_H
#define RING3_ISOLATE_OCI_FOREGROUND_H

#include <sys/types.h>

#include "labs/kit/error.h"

/* From here on signals are kept for the process that will be waited for. */
void foreground_begin(void);

/* Passes signals on to our child `pid` and, unless `terminal` is -1, bytes between our
 * own terminal and it; unless `notify` is -1, that it is ready (notify.h), and closes it.
 * Returns its status as a shell says it. */
int foreground_wait(pid_t pid, int terminal, int notify);

#endif
