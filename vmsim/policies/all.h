/* The policies that are built in, one file each. */
#ifndef RING3_VMSIM_POLICIES_ALL_H
#define RING3_VMSIM_POLICIES_ALL_H

#include "vmsim/policy.h"

extern const struct policy_type policy_fifo;
extern const struct policy_type policy_lru;
extern const struct policy_type policy_clock;
extern const struct policy_type policy_opt;
extern const struct policy_type policy_random;

#endif
