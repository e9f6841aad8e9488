/* Fault counts at every size for policies that rank pages without looking at the
 * number of frames: OPT, UNOPT, MRU, LFU with a whole history. What such a policy
 * keeps in C frames it also keeps in C + 1, so there is one stack for all sizes.
 *
 * Mattson and others, 1970 (see stack_distance.h), section "stack algorithms".
 */
#ifndef RING3_VMSIM_CURVE_PRIORITY_STACK_H
#define RING3_VMSIM_CURVE_PRIORITY_STACK_H

#include <stdbool.h>

#include "vmsim/choice.h"
#include "vmsim/trace.h"

/* True for the policies that this can do, with these parameters. The trace of one that
 * needs the future must have been looked ahead. */
bool priority_stack_knows(const struct choice *choice);

/* hits[d], for d up to the number of pages, gets the references that are hits with d
 * frames and with no fewer. Every step down the stack costs about a nanosecond; after
 * `steps` of them it gives up and returns false. */
bool priority_stack_run(const struct trace *trace, const struct choice *choice,
                        uint64_t steps, uint64_t *hits);

#endif
