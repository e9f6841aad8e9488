/* `threads play`: a run made just now, in the player. */
#ifndef RING3_THREADS_PLAY_H
#define RING3_THREADS_PLAY_H

#include "labs/kit/player.h"
#include "threads/watch.h"

/* The recording as a timeline: one step per event worth a step, then the verdict. */
struct play;

/* `command` reopens it: "threads play deadlock". Both are kept, not copied. */
struct play *play_new(const struct recording *recording, const char *command);
void play_free(struct play *play);
const struct show *play_show(struct play *play);

#endif
