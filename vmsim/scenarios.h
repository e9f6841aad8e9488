/* Named reference strings, each with the policy and the memory that make its
 * point.
 */
#ifndef RING3_VMSIM_SCENARIOS_H
#define RING3_VMSIM_SCENARIOS_H

#include <stdint.h>

#include "labs/kit/error.h"

struct scenario {
    const char *name;   /* NULL ends the table */
    const char *string; /* "1,2,3" */
    const char *policy;
    uint32_t frames;
    const char *title;    /* a few words, for the menu */
    const char *sentence; /* what there is to see */
};

extern const struct scenario scenarios[];

/* NULL when there is none of that name. */
const struct scenario *scenario_find(const char *name);

/* The known name that is nearest to a wrong one, or NULL. */
const char *scenario_suggest(const char *name);

/* Shows it as `vmsim play NAME` does; -1 or an exit status. */
int play_scenario(const struct scenario *scenario, struct error *error);

#endif
