/* One call of a command, made once more in a container without a layer that stands before
 * the host: the user ids, the network, the devices, /sys.
 *
 * Such a container could do harm. So the command gets no further than this call:
 *   - when it has been made, all processes of the command are killed;
 *   - whatever failed before fails again, in the same way, without being made;
 *   - on the host's network nothing is sent, and no service is offered or spoken to: a
 *     connect() in question is made, and killed when it has an answer;
 *   - of what only root of the whole machine may do, not the thing is done: the right to
 * it is asked for, with arguments that the kernel refuses after it has looked at the
 * right.
 */
#ifndef RING3_ISOLATE_REPLAY_H
#define RING3_ISOLATE_REPLAY_H

#include "isolate/explain/trace.h"
#include "isolate/layer.h"

/* How the call ends without `layers` (LAYER_BITs), in seen: without a text it was not
 * made, with times 0 it had no answer yet. Where only the right was asked for, `word`
 * says so; else it is NULL. -1 when that cannot be tried here; `word` then says why. */
int replay(const struct wish *wish, const struct trace *first, unsigned layers,
           const struct watched *call, struct watched *seen, const char **word);

#endif
