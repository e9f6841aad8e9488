/* Watching without a screen: the same as lines, for screen readers, dumb terminals and
 * pipes. A letter and Enter is a key.
 */
#ifndef RING3_LABS_WATCH_LINES_H
#define RING3_LABS_WATCH_LINES_H

#include "labs/session.h"

/* Returns when the learner leaves or stdin ends. With `json`, one object per verdict and
 * no keys: then it ends only by a signal. */
int watch_lines(struct session *session, const struct exercise *exercise,
                bool without_sandbox, bool json, struct error *error);

#endif
