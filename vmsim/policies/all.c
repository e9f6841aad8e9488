/* The table of policies. A new one is a file here, a line in all.h, and a
 * line below; everything else finds it through the table.
 */
#include "vmsim/policies/all.h"

const struct policy_type *const policy_types[] = {
    &policy_fifo, &policy_lru,    &policy_clock,
    &policy_opt,  &policy_random, NULL,
};
