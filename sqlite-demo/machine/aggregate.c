/* Aggregates: a register that keeps a sum, a count, a smallest value.
 *
 * What SQLite 3.40 does is done the same way here: a sum of integers is exact until
 * it overflows, a sum with reals adds doubles in the order of the rows. */
#include <stdlib.h>
#include <string.h>

#include "sqlite-demo/machine/aggregate.h"
#include "sqlite-demo/machine/convert.h"
#include "sqlite-demo/machine/opcodes.h"

/* ---- count ---- */

static void count_step(struct machine *machine, const struct op *op,
                       struct accumulator *accumulator)
{
    accumulator->count += !op->p5 || argument(machine, op, 0)->type != VALUE_NULL;
}

static void count_inverse(struct machine *machine, const struct op *op,
                          struct accumulator *accumulator)
{
    accumulator->count -= !op->p5 || argument(machine, op, 0)->type != VALUE_NULL;
}

static enum outcome count_result(struct machine *machine, struct accumulator *accumulator,
                                 struct reg *out)
{
    (void)machine;
    reg_set_integer(out, accumulator->count);
    return GO_ON;
}

/* ---- sum, total, avg ---- */

static struct value summand(const struct value *value)
{
    struct value number;
    if (value->type == VALUE_TEXT) {
        enum number_form form = text_number(value, &number);
        if (form == NUMBER_INTEGER || form == NUMBER_REAL)
            return number;
    }
    return *value;
}

static void sum_step(struct machine *machine, const struct op *op,
                     struct accumulator *accumulator)
{
    const struct value value = summand(argument(machine, op, 0));
    if (value.type == VALUE_NULL)
        return;
    accumulator->count++;
    if (value.type != VALUE_INTEGER) {
        accumulator->reals += value_real(&value);
        accumulator->inexact = true;
        return;
    }
    accumulator->reals += (double)value.integer;
    if (!accumulator->inexact && !accumulator->overflow &&
        __builtin_add_overflow(accumulator->integers, value.integer,
                               &accumulator->integers))
        accumulator->inexact = accumulator->overflow = true;
}

static void sum_inverse(struct machine *machine, const struct op *op,
                        struct accumulator *accumulator)
{
    const struct value value = summand(argument(machine, op, 0));
    if (value.type == VALUE_NULL)
        return;
    accumulator->count--;
    accumulator->reals -= value_real(&value);
    if (value.type == VALUE_INTEGER && !accumulator->inexact)
        accumulator->integers -= value.integer;
}

static enum outcome sum_result(struct machine *machine, struct accumulator *accumulator,
                               struct reg *out)
{
    if (accumulator->overflow)
        return stop_error(machine, SQLITE_ERROR, "integer overflow");
    if (accumulator->count == 0)
        reg_set_null(out);
    else if (accumulator->inexact)
        reg_set_real(out, accumulator->reals);
    else
        reg_set_integer(out, accumulator->integers);
    return GO_ON;
}

static enum outcome total_result(struct machine *machine, struct accumulator *accumulator,
                                 struct reg *out)
{
    (void)machine;
    reg_set_real(out, accumulator->reals);
    return GO_ON;
}

static enum outcome average_result(struct machine *machine,
                                   struct accumulator *accumulator, struct reg *out)
{
    (void)machine;
    if (accumulator->count)
        reg_set_real(out, accumulator->reals / (double)accumulator->count);
    else
        reg_set_null(out);
    return GO_ON;
}

/* ---- min, max: with the collation of the CollSeq before them, and its register,
 * which says that this row is not the one whose other columns are shown ---- */

static const struct op *collation_before(struct machine *machine, const struct op *op)
{
    const struct op *before = op - 1;
    bool is_one = op > machine->code->ops && !strcmp(before->name, "CollSeq");
    return is_one ? before : NULL;
}

static void best_step(struct machine *machine, const struct op *op,
                      struct accumulator *accumulator, int sign)
{
    const struct op *before = collation_before(machine, op);
    const struct value *value = argument(machine, op, 0);
    enum collation collation = before ? before->collation : COLLATE_BINARY;
    bool better = value->type != VALUE_NULL &&
                  (!accumulator->has_best ||
                   sign * compare_values(&accumulator->best.value, value, collation) < 0);
    if (better) {
        reg_set_copy(&accumulator->best, value);
        accumulator->has_best = true;
    } else if (accumulator->has_best && before && before->p1) {
        reg_set_integer(reg_at(machine, before->p1), 1);
    }
}

static void max_step(struct machine *machine, const struct op *op,
                     struct accumulator *accumulator)
{
    best_step(machine, op, accumulator, 1);
}

static void min_step(struct machine *machine, const struct op *op,
                     struct accumulator *accumulator)
{
    best_step(machine, op, accumulator, -1);
}

enum outcome best_result(struct machine *machine, struct accumulator *accumulator,
                         struct reg *out)
{
    (void)machine;
    if (accumulator->has_best)
        reg_copy(out, &accumulator->best);
    else
        reg_set_null(out);
    return GO_ON;
}

/* ---- the table, and the opcodes ---- */

static const struct aggregate aggregates[] = {
    {"count(0)", count_step, count_inverse, count_result, count_result},
    {"count(1)", count_step, count_inverse, count_result, count_result},
    {"sum(1)", sum_step, sum_inverse, sum_result, sum_result},
    {"total(1)", sum_step, sum_inverse, total_result, total_result},
    {"avg(1)", sum_step, sum_inverse, average_result, average_result},
    {"min(1)", min_step, NULL, best_result, best_result},
    {"max(1)", max_step, NULL, best_result, best_result},
    {0},
};

static const struct aggregate *aggregate_named(const char *name)
{
    static const struct aggregate *const tables[] = {aggregates, concat_aggregates,
                                                     rank_aggregates};
    for (size_t i = 0; name && i < sizeof tables / sizeof *tables; i++)
        for (const struct aggregate *row = tables[i]; row->name; row++)
            if (!strcmp(row->name, name))
                return row;
    return NULL;
}

static struct accumulator *accumulator_at(struct machine *machine, int number)
{
    if ((unsigned)number >= (unsigned)machine->code->registers)
        number = 0;
    if (!machine->accumulators[number])
        machine->accumulators[number] = xcalloc(1, sizeof(struct accumulator));
    return machine->accumulators[number];
}

void accumulator_forget(struct machine *machine, int number)
{
    if ((unsigned)number >= (unsigned)machine->code->registers)
        return;
    struct accumulator *accumulator = machine->accumulators[number];
    if (!accumulator)
        return;
    reg_free(&accumulator->best);
    free(accumulator->text);
    free(accumulator->separators);
    free(accumulator);
    machine->accumulators[number] = NULL;
}

void accumulators_free(struct machine *machine)
{
    for (int i = 0; i < machine->code->registers; i++)
        accumulator_forget(machine, i);
}

static enum outcome no_such_aggregate(struct machine *machine, const struct op *op)
{
    return stop_unknown(machine, op, "needs the aggregate %s, which we do not have",
                        op->p4 ? op->p4 : "");
}

enum outcome op_AggStep(struct machine *machine, const struct op *op)
{
    const struct aggregate *aggregate = aggregate_named(op->p4);
    if (!aggregate)
        return no_such_aggregate(machine, op);
    struct accumulator *accumulator = accumulator_at(machine, op->p3);
    aggregate->step(machine, op, accumulator);
    reg_at(machine, op->p3)->fresh = true;
    return machine->stop == STOP_NOT ? GO_ON : STOPPED;
}

enum outcome op_AggInverse(struct machine *machine, const struct op *op)
{
    const struct aggregate *aggregate = aggregate_named(op->p4);
    if (!aggregate || !aggregate->inverse)
        return no_such_aggregate(machine, op);
    aggregate->inverse(machine, op, accumulator_at(machine, op->p3));
    return GO_ON;
}

enum outcome op_AggFinal(struct machine *machine, const struct op *op)
{
    const struct aggregate *aggregate = aggregate_named(op->p4);
    if (!aggregate)
        return no_such_aggregate(machine, op);
    struct accumulator *accumulator = accumulator_at(machine, op->p1);
    enum outcome outcome = aggregate->last(machine, accumulator, reg_at(machine, op->p1));
    accumulator_forget(machine, op->p1);
    return outcome;
}

enum outcome op_AggValue(struct machine *machine, const struct op *op)
{
    const struct aggregate *aggregate = aggregate_named(op->p4);
    if (!aggregate)
        return no_such_aggregate(machine, op);
    return aggregate->value(machine, accumulator_at(machine, op->p1),
                            reg_at(machine, op->p3));
}
