/* A show before an audience: large, few words, one key forward.
 *
 * The same steps as in the player, in up to three moves each: the question (with the
 * state as it was), the new state, the reason. What is not yet shown is hidden, so that
 * the room can be asked. Beside it the presenter writes where it is into a file, which
 * `labs notes-for` follows in a second terminal:
 *
 *     $XDG_STATE_HOME/ring3/presenting.json       gone when the presentation ends
 *
 * player_run() presents when $RING3_PRESENT is set, as `labs present` does.
 */
#ifndef RING3_KIT_PRESENTER_H
#define RING3_KIT_PRESENTER_H

#include "labs/kit/player.h"
#include "labs/kit/terminal.h"

/* The name of the file, below path_state(). */
#define PRESENTING_FILE "presenting.json"

bool presenter_wanted(void);

/* On a terminal, from this step on (from 0), until it is left. */
int presenter_run(const struct show *show, const struct terminal *terminal, size_t first,
                  struct error *error);

/* The whole presentation as an asciicast of 80x24, a marker for each move. */
int presenter_cast(const struct show *show, const char *path, struct error *error);

#endif
