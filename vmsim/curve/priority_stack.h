/* Fault counts at every size for policies that rank pages without looking at the
 * number of frames: OPT, UNOPT, MRU, LFU with a whole history. What such a policy
 * keeps in C frames it also keeps in C + 1, so there is one stack for all sizes:
 * entry i is the page that i frames hold and i - 1 do not.
 *
 * The page that is referenced goes on top. The page that was there is carried down: at
 * each entry, of the two pages that this size and the next smaller one disagree about,
 * the one with the better rank stays and the other one is carried on, until the place
 * is reached from where the referenced page came. So what is carried is always the
 * worst of all that was passed.
 *
 * Mattson and others, 1970 (see stack_distance.h), section "stack algorithms". Done
 * entry by entry, as there, a reference costs as many steps as there are pages; none of
 * the ways here does.
 */
#ifndef RING3_VMSIM_CURVE_PRIORITY_STACK_H
#define RING3_VMSIM_CURVE_PRIORITY_STACK_H

#include <stdbool.h>

#include "vmsim/choice.h"
#include "vmsim/trace.h"

/* True for the policies that this can do, with these parameters. */
bool priority_stack_knows(const struct choice *choice);

/* hits[d], for d up to the number of pages, gets the references that are hits with d
 * frames and with no fewer; all are 0 before. The trace of a policy that needs the
 * future must have been looked ahead. */
void priority_stack_run(const struct trace *trace, const struct choice *choice,
                        uint32_t *hits);

/* opt_stack.c and lfu_stack.c; the others are in priority_stack.c. */
void opt_stack_hits(const struct trace *trace, uint32_t *hits);
void lfu_stack_hits(const struct trace *trace, uint32_t *hits);

/* The first `pages` pages of the trace have been seen. */
static inline bool stack_page_is_new(uint32_t page, uint32_t pages)
{
    return page == pages; /* dense ids are given in the order of first appearance */
}

#endif
