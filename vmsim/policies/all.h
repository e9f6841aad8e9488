/* The policies that are built in, one file each. */
#ifndef RING3_VMSIM_POLICIES_ALL_H
#define RING3_VMSIM_POLICIES_ALL_H

#include "vmsim/policy.h"

extern const struct policy_type policy_fifo, policy_lru, policy_mru,
    policy_random, policy_opt, policy_unopt;
extern const struct policy_type policy_clock, policy_second_chance,
    policy_nru, policy_nfu, policy_aging;
extern const struct policy_type policy_lfu, policy_mfu;
extern const struct policy_type policy_slru, policy_two_queues, policy_arc,
    policy_car, policy_lirs, policy_clock_pro;
extern const struct policy_type policy_w_tinylfu, policy_s3fifo,
    policy_sieve;
extern const struct policy_type policy_working_set, policy_wsclock,
    policy_pff;
extern const struct policy_type policy_linux, policy_mglru;

#endif
