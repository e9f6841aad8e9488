/* Which layers refused a call, and how that was seen. */
#ifndef RING3_ISOLATE_VERDICT_H
#define RING3_ISOLATE_VERDICT_H

#include "isolate/explain/experiment.h"
#include "isolate/explain/layers.h"

enum { VERDICT_LAYERS_MAX = 8, VERDICT_TEXT_MAX = 480 };

struct verdict {
    struct refusal {
        const struct layer_facts *layer;
        char evidence[VERDICT_TEXT_MAX];
        char option[VERDICT_TEXT_MAX];
        const char *risk;           /* of that option */
    } refusals[VERDICT_LAYERS_MAX]; /* in the order in which the kernel asks them */
    unsigned count;
    bool is_decided; /* with count 0: no layer refused it */
    /* Layers that may have a part in it and whose absence was not tried. */
    const struct layer_facts *untried[VERDICT_LAYERS_MAX];
    unsigned untried_count;
    char note[VERDICT_TEXT_MAX]; /* with count 0: what was seen */
};

/* Finds it out for suspect `which`; runs the command as often as it takes. */
void verdict_find(struct experiment *e, unsigned which, struct verdict *verdict);

#endif
