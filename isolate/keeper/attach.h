/* Being attached: what the container writes is shown, what is typed goes in. */
#ifndef RING3_ISOLATE_ATTACH_H
#define RING3_ISOLATE_ATTACH_H

#include <stdbool.h>

#include "isolate/keeper/state.h"

/* On a connection that the keeper knows as attached. Passes signals and the window's
 * size on. Returns the command's status at its end, with the line to print, if any, in
 * the error; 0 after the detach keys, which says so on stderr; 125 when the keeper has
 * gone. */
int attach_stay(int socket, const struct state *state, bool terminal, bool interactive,
                const char *detach_keys, struct error *error);

/* Connects and stays. */
int attach_to(const struct state *state, bool interactive, const char *detach_keys,
              struct error *error);

#endif
