/* What one use of an aggregate keeps between its rows, and how it is one.
 *
 * AggStep gives a row to it, AggInverse takes one out again (a window has moved on),
 * AggValue asks for the answer so far, AggFinal for the last one.
 */
#ifndef RING3_SQLITE_MACHINE_AGGREGATE_H
#define RING3_SQLITE_MACHINE_AGGREGATE_H

#include "sqlite-demo/machine/machine.h"

struct accumulator {
    int64_t count; /* rows, or values that are not NULL */
    int64_t integers;
    double reals;
    bool inexact, overflow;
    struct reg best; /* of min, max, and of functions that answer one value; has_best */
    bool has_best;
    /* concat.c */
    char *text;
    size_t length;
    bool begun; /* a separator comes before the next value */
    uint32_t first_separator;
    uint32_t *separators; /* their lengths, count - 1 of them */
    /* rank.c */
    int64_t left; /* rows that are before the window */
    int64_t rank;
    bool next_rank;
    int64_t parameter;
};

struct aggregate {
    const char *name; /* "sum(1)" */
    void (*step)(struct machine *, const struct op *, struct accumulator *);
    void (*inverse)(struct machine *, const struct op *, struct accumulator *);
    enum outcome (*value)(struct machine *, struct accumulator *, struct reg *);
    enum outcome (*last)(struct machine *, struct accumulator *, struct reg *);
};

/* The answer of all that keep one value: `best`, or NULL if there was none. */
enum outcome best_result(struct machine *machine, struct accumulator *accumulator,
                         struct reg *out);

extern const struct aggregate rank_aggregates[], concat_aggregates[]; /* to a {0} */

static inline const struct value *argument(struct machine *machine, const struct op *op,
                                           int i)
{
    return &reg_at(machine, op->p2 + i)->value;
}

#endif
