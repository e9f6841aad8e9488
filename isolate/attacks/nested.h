/* A user namespace made inside: where much of the kernel is within reach of everybody. */
#ifndef RING3_ISOLATE_NESTED_H
#define RING3_ISOLATE_NESTED_H

#include <sched.h>

#include "isolate/attacks/attack.h"

/* unshare(CLONE_NEWUSER | flags) and an id map of one id, so that this process is its
 * root. False, with the reason said, when it is refused. */
bool nested_begin(struct attempt *attempt, int flags);

#endif
