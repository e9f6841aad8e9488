/* What isolate seccomp prints: groups, calls and instructions. */
#ifndef RING3_ISOLATE_SECCOMP_SHOW_H
#define RING3_ISOLATE_SECCOMP_SHOW_H

#include "isolate/seccomp/profile.h"

/* A group, as lines or (--json) as an object. `refused`: of which table it is. */
void show_group(const struct profile_group *group, bool refused,
                const struct filter_wish *wish);

/* All groups that have something to say about a call. False when there is none and no
 * architecture knows such a call. */
bool show_call(const char *call, const struct filter_wish *wish);

void show_program(const struct filter *filter);

#endif
