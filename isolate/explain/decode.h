/* A system call as text: openat(AT_FDCWD, "/etc/shadow", O_RDONLY). */
#ifndef RING3_ISOLATE_DECODE_H
#define RING3_ISOLATE_DECODE_H

#include "isolate/explain/trace.h"

/* Fills call->text. Strings are read from the memory of `pid`, which is stopped; what it
 * cannot read is "?". Pointers to anything else are "…", so that the same call in another
 * run has the same text. */
void decode_call(pid_t pid, struct watched *call);

/* "EPERM" or "1" → EPERM; -1 when it is none. */
int decode_errno(const char *word);

#endif
