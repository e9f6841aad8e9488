/* Functions that only a window has: places in an order, and one value of a frame.
 *
 * SQLite codes them as aggregates, and gives each only the rows that it needs: a rank
 * is told of all rows up to the present one, percent_rank of all rows first (AggStep)
 * and then, by AggInverse, of those that it has passed. lag and lead find their row with
 * a cursor of their own: the aggregate is empty.
 * Source: sqlite.org/windowfunctions.html, 3 ("Built-in Window Functions"). */
#include "sqlite-demo/machine/aggregate.h"
#include "sqlite-demo/machine/convert.h"

static void count_row(struct machine *machine, const struct op *op,
                      struct accumulator *accumulator)
{
    (void)machine, (void)op;
    accumulator->count++;
}

static void count_left(struct machine *machine, const struct op *op,
                       struct accumulator *accumulator)
{
    (void)machine, (void)op;
    accumulator->left++;
}

static void ignore_row(struct machine *machine, const struct op *op,
                       struct accumulator *accumulator)
{
    (void)machine, (void)op, (void)accumulator;
}

static enum outcome answer(struct reg *out, int64_t number)
{
    reg_set_integer(out, number);
    return GO_ON;
}

static enum outcome nothing(struct machine *machine, struct accumulator *accumulator,
                            struct reg *out)
{
    (void)machine, (void)accumulator;
    reg_set_null(out);
    return GO_ON;
}

/* ---- row_number, rank, dense_rank ---- */

static enum outcome row_number(struct machine *machine, struct accumulator *accumulator,
                               struct reg *out)
{
    (void)machine;
    return answer(out, accumulator->count);
}

/* All peers have the place of the first of them. */
static void rank_step(struct machine *machine, const struct op *op,
                      struct accumulator *accumulator)
{
    (void)machine, (void)op;
    accumulator->count++;
    if (!accumulator->rank)
        accumulator->rank = accumulator->count;
}

static enum outcome rank_value(struct machine *machine, struct accumulator *accumulator,
                               struct reg *out)
{
    int64_t rank = accumulator->rank;
    (void)machine;
    accumulator->rank = 0;
    return answer(out, rank);
}

static void dense_rank_step(struct machine *machine, const struct op *op,
                            struct accumulator *accumulator)
{
    (void)machine, (void)op;
    accumulator->next_rank = true;
}

static enum outcome dense_rank_value(struct machine *machine,
                                     struct accumulator *accumulator, struct reg *out)
{
    (void)machine;
    accumulator->rank += accumulator->next_rank;
    accumulator->next_rank = false;
    return answer(out, accumulator->rank);
}

/* ---- percent_rank, cume_dist, ntile ---- */

static enum outcome percent_rank(struct machine *machine, struct accumulator *accumulator,
                                 struct reg *out)
{
    (void)machine;
    double others = (double)(accumulator->count - 1);
    reg_set_real(out, others > 0 ? (double)accumulator->left / others : 0);
    return GO_ON;
}

static enum outcome cume_dist(struct machine *machine, struct accumulator *accumulator,
                              struct reg *out)
{
    (void)machine;
    reg_set_real(out, (double)accumulator->left / (double)accumulator->count);
    return GO_ON;
}

static void ntile_step(struct machine *machine, const struct op *op,
                       struct accumulator *accumulator)
{
    if (accumulator->count++ == 0)
        accumulator->parameter = value_integer(argument(machine, op, 0));
    if (accumulator->parameter <= 0)
        stop_error(machine, SQLITE_ERROR, "argument of ntile must be a positive integer");
}

/* The first groups have one row more, if they cannot all be alike. */
static enum outcome ntile(struct machine *machine, struct accumulator *accumulator,
                          struct reg *out)
{
    int64_t groups = accumulator->parameter, row = accumulator->left;
    (void)machine;
    if (groups <= 0) {
        reg_set_null(out);
        return GO_ON;
    }
    int64_t size = accumulator->count / groups;
    if (size == 0)
        return answer(out, row + 1);
    int64_t larger = accumulator->count - groups * size;
    int64_t in_larger = larger * (size + 1);
    if (row < in_larger)
        return answer(out, 1 + row / (size + 1));
    return answer(out, 1 + larger + (row - in_larger) / size);
}

/* ---- one value of the frame ---- */

static void keep(struct accumulator *accumulator, const struct value *value)
{
    reg_set_copy(&accumulator->best, value);
    accumulator->has_best = true;
}

static void first_value_step(struct machine *machine, const struct op *op,
                             struct accumulator *accumulator)
{
    if (!accumulator->has_best)
        keep(accumulator, argument(machine, op, 0));
}

static void last_value_step(struct machine *machine, const struct op *op,
                            struct accumulator *accumulator)
{
    accumulator->count++;
    keep(accumulator, argument(machine, op, 0));
}

static void last_value_inverse(struct machine *machine, const struct op *op,
                               struct accumulator *accumulator)
{
    (void)machine, (void)op;
    if (--accumulator->count == 0)
        accumulator->has_best = false;
}

static void nth_value_step(struct machine *machine, const struct op *op,
                           struct accumulator *accumulator)
{
    const struct value *wanted = argument(machine, op, 1);
    int64_t place = value_integer(wanted);
    bool whole = wanted->type == VALUE_INTEGER ||
                 (wanted->type == VALUE_REAL && wanted->real == (double)place);
    if (!whole || place <= 0)
        stop_error(machine, SQLITE_ERROR,
                   "second argument to nth_value must be a positive integer");
    else if (++accumulator->count == place)
        keep(accumulator, argument(machine, op, 0));
}

const struct aggregate rank_aggregates[] = {
    {"row_number(0)", count_row, NULL, row_number, row_number},
    {"rank(0)", rank_step, NULL, rank_value, rank_value},
    {"dense_rank(0)", dense_rank_step, NULL, dense_rank_value, dense_rank_value},
    {"percent_rank(0)", count_row, count_left, percent_rank, percent_rank},
    {"cume_dist(0)", count_row, count_left, cume_dist, cume_dist},
    {"ntile(1)", ntile_step, count_left, ntile, ntile},
    {"first_value(1)", first_value_step, NULL, best_result, best_result},
    {"last_value(1)", last_value_step, last_value_inverse, best_result, best_result},
    {"nth_value(2)", nth_value_step, NULL, best_result, best_result},
    {"lag(1)", ignore_row, NULL, nothing, nothing},
    {"lag(2)", ignore_row, NULL, nothing, nothing},
    {"lag(3)", ignore_row, NULL, nothing, nothing},
    {"lead(1)", ignore_row, NULL, nothing, nothing},
    {"lead(2)", ignore_row, NULL, nothing, nothing},
    {"lead(3)", ignore_row, NULL, nothing, nothing},
    {0},
};
