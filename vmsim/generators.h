/* Traces made by a rule: the same for the same seed, on every machine.
 *
 *     struct generator *generator = generator_new(type, &setup, &error);
 *     uint64_t page = generator_next(generator);
 */
#ifndef RING3_VMSIM_GENERATORS_H
#define RING3_VMSIM_GENERATORS_H

#include <stdbool.h>
#include <stdint.h>

#include "labs/kit/error.h"

struct generator_setup {
    uint64_t pages; /* 1 or more: pages are numbered below it */
    uint64_t seed;
    double alpha;      /* zipf */
    uint64_t side;     /* matrix: elements per row and per column */
    const char *order; /* matrix: "rows", "columns", "tiles" */
};

struct generator;

struct generator_type {
    const char *name;    /* "zipf" */
    const char *summary; /* one sentence, no full stop */
    uint64_t (*next)(struct generator *generator);
    void (*start)(struct generator *generator); /* may be NULL */
};

extern const struct generator_type generator_types[]; /* ended by one without a name */

struct generator {
    const struct generator_type *type;
    struct generator_setup setup;
    uint64_t random; /* splitmix64's state */
    uint64_t time;   /* references so far */
    double *cdf;     /* zipf: by rank, sums of the weights */
    uint32_t *guide; /* zipf: by a part of the total, the first rank to look at */
    uint64_t at;     /* mix: where the scan is; walk: the page */
};

/* NULL if there is none of that name. */
const struct generator_type *generator_find(const char *name);

struct generator *generator_new(const struct generator_type *type,
                                const struct generator_setup *setup);
void generator_free(struct generator *generator);

static inline uint64_t generator_next(struct generator *generator)
{
    uint64_t page = generator->type->next(generator);
    generator->time++;
    return page;
}

#endif
