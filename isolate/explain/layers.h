/* What explain knows of each layer that can refuse a call. */
#ifndef RING3_ISOLATE_EXPLAIN_LAYERS_H
#define RING3_ISOLATE_EXPLAIN_LAYERS_H

#include <stdbool.h>

#include "isolate/layer.h"

struct layer_facts {
    enum layer layer;
    const char *protects; /* one sentence, no full stop at its end */
    const char *option;   /* what lets the call through */
    const char *risk;     /* of that option */
    /* Why the command is never run again without it; NULL: it is. */
    const char *not_tried;
};

/* In the order in which the kernel comes to them; ended by LAYER_COUNT. */
extern const struct layer_facts layer_facts[];

const struct layer_facts *layer_facts_of(enum layer layer);

#endif
