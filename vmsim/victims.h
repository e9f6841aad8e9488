/* Each page that leaves, and when it is used again. */
#ifndef RING3_VMSIM_VICTIMS_H
#define RING3_VMSIM_VICTIMS_H

#include "vmsim/choice.h"
#include "vmsim/trace.h"

/* A line, or with --json an object, for each eviction, on stdout. `trace` is looked
 * ahead. */
int victims_print(const struct trace *trace, const struct choice *choice, uint32_t frames,
                  struct error *error);

#endif
