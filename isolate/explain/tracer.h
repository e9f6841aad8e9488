/* The loop over ptrace's stops. For trace.c and replay.c. */
#ifndef RING3_ISOLATE_TRACER_H
#define RING3_ISOLATE_TRACER_H

#include <sys/types.h>

#include "isolate/explain/trace.h"

enum tracer_step {
    TRACER_MAKE,   /* go on */
    TRACER_ANSWER, /* before a call that was taken out (registers.h): it gets call->error
                    */
    TRACER_END,    /* kill the command */
};
typedef enum tracer_step tracer_hook(void *context, pid_t pid, struct watched *call);

struct tracer_hooks {
    tracer_hook *before; /* a call of the command is made; NULL: nothing */
    tracer_hook *after;  /* it has ended; without `before`, call has no text yet */
    void *context;
};

/* Follows a child that waits in SIGSTOP, and all that it makes, to the end. */
int tracer_follow(pid_t child, const struct tracer_hooks *hooks, struct error *error);

#endif
