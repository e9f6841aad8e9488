/* A trial: an attack in the container, and its twin in one without the layers that are
 * said to stop it. Only both together earn the word "blocked". */
#ifndef RING3_ISOLATE_TRIAL_H
#define RING3_ISOLATE_TRIAL_H

#include "isolate/attack/cell.h"

enum verdict {
    VERDICT_BLOCKED,   /* and seen to succeed without its layers, in this run */
    VERDICT_OPEN,      /* it succeeded */
    VERDICT_ABSENT,    /* not applicable here: it does not succeed without them either */
    VERDICT_ALLOWED,   /* it succeeds, by design */
    VERDICT_UNDECIDED, /* the container could not be started */
    VERDICT_COUNT
};
extern const char *const verdict_words[VERDICT_COUNT];

struct trial {
    const struct attack *attack;
    enum verdict verdict;
    unsigned without;                /* what was left out of the container itself */
    unsigned twin_without;           /* and of the twin */
    struct cell_result result, twin; /* the twin only when `has_twin` */
    bool has_twin;
    bool is_bare; /* the twin was no container at all */
};

/* Makes both attempts. An ordinary user cannot go without a user namespace: it stays
 * in his twins, and what it helps to stop is tried once more without any container. */
int trial_run(const struct scratch *scratch, const struct attack *attack,
              unsigned without, struct trial *trial, struct error *error);

/* Why, in one or two sentences; ends with the kernel's own words. */
void trial_reason(const struct trial *trial, char *text, size_t size);

/* "capabilities, seccomp" */
const char *layer_list(unsigned layers, char *text, size_t size);

#endif
