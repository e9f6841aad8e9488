/* A learner's policy on the stage: what it decided in its sandbox is recorded, and a
 * policy of ours decides the same again. So it can be stepped both ways, and none of its
 * code runs in this process.
 */
#ifndef RING3_VMSIM_OWN_PLAY_H
#define RING3_VMSIM_OWN_PLAY_H

#include "vmsim/choice.h"
#include "vmsim/trace.h"

/* Records it with so many frames and, if it can, with one more, and gives `choice` a type
 * that repeats it. If it breaks a rule, the trace is cut before the reference at which it
 * does, `broken` is filled, and 0 returned; -1: there is nothing to be shown. One at a
 * time. The trace is looked ahead. */
int own_play_record(struct choice *choice, bool bare, struct trace *trace,
                    uint32_t frames, struct error *broken, struct error *error);
void own_play_free(void);

/* Can it be simulated with so many frames? True for all policies of the house. */
bool own_play_knows(const struct choice *choice, uint32_t frames);

#endif
