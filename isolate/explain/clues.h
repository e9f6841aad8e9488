/* What points at a layer that stands before the host: an answer that only it gives. */
#ifndef RING3_ISOLATE_CLUES_H
#define RING3_ISOLATE_CLUES_H

#include "isolate/explain/trace.h"
#include "isolate/layer.h"

/* The layer, and what shows it; -1 when nothing does. To be asked after the other layers
 * were removed and the call failed all the same. */
int clue_find(const struct wish *wish, const struct watched *call, char *evidence,
              size_t size);

/* True when no layer refused it, and `note` says what shows that: a file that is not
 * there outside either, or one in a folder that was lent to be read. */
bool clue_is_nobodys(const struct wish *wish, const struct watched *call, char *note,
                     size_t size);

/* Can this layer have a part in such a failure at all? */
bool clue_concerns(enum layer layer, const struct watched *call);

#endif
