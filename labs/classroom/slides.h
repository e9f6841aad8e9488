/* An exercise as a show for an audience: a title, the task in pieces, a question to the
 * room, our solution, the why. The hints are for the speaker: they are the evidence of
 * each slide, which the presenter does not show but `labs notes-for` does.
 */
#ifndef RING3_LABS_SLIDES_H
#define RING3_LABS_SLIDES_H

#include "labs/exercise.h"
#include "labs/kit/player.h"

struct slides;

struct slides *slides_of(const struct exercise *exercise);
void slides_free(struct slides *slides);

/* The show; it belongs to the slides. */
const struct show *slides_show(const struct slides *slides);

#endif
