/* What people call a container. */
#ifndef RING3_ISOLATE_NAMES_H
#define RING3_ISOLATE_NAMES_H

#include "isolate/keeper/state.h"

/* Its name, or else its id. */
static inline const char *state_label(const struct state *state)
{
    return state->name[0] ? state->name : state->id;
}

/* "TERM", "SIGTERM", "15": the number, or -1 with the error. */
int signal_number(const char *text, struct error *error);

#endif
