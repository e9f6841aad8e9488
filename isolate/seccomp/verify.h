/* Does a filter answer what the profile's tables say? */
#ifndef RING3_ISOLATE_VERIFY_H
#define RING3_ISOLATE_VERIFY_H

#include "isolate/seccomp/profile.h"

/* What the tables say of one call, read off them without libseccomp: SECCOMP_RET_… . It
 * is the naive twin of the compiled filter. Only rules of the tables, not wish->extra. */
uint32_t profile_answer(const struct filter_wish *wish, uint32_t architecture, int number,
                        const uint64_t *arguments);

/* Puts every number of the architecture to the filter, with arguments at the edges of
 * every condition. The error names the first call where the two disagree. */
int profile_verify(const struct filter_wish *wish, uint32_t architecture,
                   const struct sock_fprog *program, struct error *error);

#endif
