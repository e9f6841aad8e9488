/* A campaign: the attacks that were chosen, tried one after the other. */
#ifndef RING3_ISOLATE_CAMPAIGN_H
#define RING3_ISOLATE_CAMPAIGN_H

#include "isolate/attack/trial.h"
#include "isolate/attacks/attacks.h"

struct campaign {
    const struct attack *chosen[ATTACK_COUNT];
    size_t count;
    unsigned without; /* LAYER_BITs */
    struct scratch scratch;
    struct trial *trials; /* of those that are done */
    size_t done;
    size_t verdicts[VERDICT_COUNT];
};

/* `chosen`, `count` and `without` are filled in before. */
int campaign_begin(struct campaign *campaign, struct error *error);
/* Tries the next one. */
int campaign_step(struct campaign *campaign, struct error *error);
/* Removes what lies on the disk; the trials stay until they are freed. */
void campaign_end(struct campaign *campaign);
void campaign_free(struct campaign *campaign);

/* The exit status: is something open, was something without an answer? */
int campaign_status(const struct campaign *campaign);

#endif
