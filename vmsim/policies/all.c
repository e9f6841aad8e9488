/* The table of policies: from the textbook to the kernel, the kin side by
 * side. A new one is a file here, a line in all.h, and a line below;
 * everything else finds it through the table.
 */
#include "vmsim/policies/all.h"

const struct policy_type *const policy_types[] = {
    &policy_fifo,        &policy_lru,
    &policy_mru,         &policy_random,
    &policy_opt,         &policy_unopt,
    &policy_clock,       &policy_second_chance,
    &policy_nru,         &policy_nfu,
    &policy_aging,       &policy_lfu,
    &policy_mfu,         &policy_slru,
    &policy_two_queues,  &policy_arc,
    &policy_car,         &policy_lirs,
    &policy_clock_pro,   &policy_w_tinylfu,
    &policy_s3fifo,      &policy_sieve,
    &policy_working_set, &policy_wsclock,
    &policy_pff,         &policy_linux,
    &policy_mglru,       NULL,
};
