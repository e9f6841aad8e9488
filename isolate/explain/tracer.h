/* The loop over ptrace's stops. For trace.c alone. */
#ifndef RING3_ISOLATE_TRACER_H
#define RING3_ISOLATE_TRACER_H

#include <sys/types.h>

#include "isolate/explain/trace.h"

/* Called when a call of the command has ended: `call` has no text yet. */
typedef void tracer_report(void *context, pid_t pid, struct watched *call);

/* Follows a child that waits in SIGSTOP, and all that it makes, to the end. */
int tracer_follow(pid_t child, tracer_report *report, void *context, struct error *error);

#endif
