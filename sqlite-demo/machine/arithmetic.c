/* Opcodes that calculate. NULL in, NULL out. */
#include <string.h>

#include "sqlite-demo/machine/convert.h"
#include "sqlite-demo/machine/opcodes.h"

struct operation {
    bool (*integers)(int64_t left, int64_t right, int64_t *result); /* false: too big */
    double (*reals)(double left, double right); /* NULL: a remainder */
    bool divides;                               /* by 0 is NULL */
};

static bool add_integers(int64_t left, int64_t right, int64_t *result)
{
    return !__builtin_add_overflow(left, right, result);
}

static bool subtract_integers(int64_t left, int64_t right, int64_t *result)
{
    return !__builtin_sub_overflow(left, right, result);
}

static bool multiply_integers(int64_t left, int64_t right, int64_t *result)
{
    return !__builtin_mul_overflow(left, right, result);
}

static bool divide_integers(int64_t left, int64_t right, int64_t *result)
{
    if (right == -1 && left == INT64_MIN)
        return false;
    *result = left / right;
    return true;
}

static bool remainder_integers(int64_t left, int64_t right, int64_t *result)
{
    *result = right == -1 ? 0 : left % right;
    return true;
}

static double add_reals(double left, double right)
{
    return left + right;
}

static double subtract_reals(double left, double right)
{
    return left - right;
}

static double multiply_reals(double left, double right)
{
    return left * right;
}

static double divide_reals(double left, double right)
{
    return left / right;
}

/* The remainder of reals is that of their whole parts, as a real. */
static void remainder_of_whole(const struct value *left, const struct value *right,
                               struct reg *out)
{
    int64_t divisor = value_integer(right), result;
    if (divisor == 0) {
        reg_set_null(out);
        return;
    }
    remainder_integers(value_integer(left), divisor, &result);
    reg_set_real(out, (double)result);
}

/* P2 is the left operand. */
static enum outcome calculate(struct machine *machine, const struct op *op,
                              const struct operation *operation)
{
    const struct value left = value_number(&reg_at(machine, op->p2)->value);
    const struct value right = value_number(&reg_at(machine, op->p1)->value);
    struct reg *out = reg_at(machine, op->p3);
    int64_t result;
    if (left.type == VALUE_NULL || right.type == VALUE_NULL ||
        (operation->divides && operation->reals && value_real(&right) == 0) ||
        (right.type == VALUE_INTEGER && right.integer == 0 && operation->divides)) {
        reg_set_null(out);
        return GO_ON;
    }
    if (left.type == VALUE_INTEGER && right.type == VALUE_INTEGER &&
        operation->integers(left.integer, right.integer, &result))
        reg_set_integer(out, result);
    else if (operation->reals)
        reg_set_real(out, operation->reals(value_real(&left), value_real(&right)));
    else
        remainder_of_whole(&reg_at(machine, op->p2)->value,
                           &reg_at(machine, op->p1)->value, out);
    return GO_ON;
}

#define CALCULATES(name, on_integers, on_reals, division)                                \
    enum outcome op_##name(struct machine *machine, const struct op *op)                 \
    {                                                                                    \
        static const struct operation operation = {on_integers, on_reals, division};     \
        return calculate(machine, op, &operation);                                       \
    }
CALCULATES(Add, add_integers, add_reals, false)
CALCULATES(Subtract, subtract_integers, subtract_reals, false)
CALCULATES(Multiply, multiply_integers, multiply_reals, false)
CALCULATES(Divide, divide_integers, divide_reals, true)
CALCULATES(Remainder, remainder_integers, NULL, true)

enum outcome op_AddImm(struct machine *machine, const struct op *op)
{
    struct reg *reg = reg_at(machine, op->p1);
    uint64_t sum = (uint64_t)value_integer(&reg->value) + (uint64_t)(int64_t)op->p2;
    reg_set_integer(reg, (int64_t)sum);
    return GO_ON;
}

/* ---- text ---- */

/* Numbers as text, without a change to their register. */
static struct value as_text(const struct value *value, char buffer[40])
{
    if (value->type >= VALUE_TEXT)
        return *value;
    return (struct value){.type = VALUE_TEXT,
                          .size = number_text(value, buffer),
                          .bytes = (const uint8_t *)buffer};
}

enum outcome op_Concat(struct machine *machine, const struct op *op)
{
    struct reg *one = reg_at(machine, op->p2), *two = reg_at(machine, op->p1);
    struct reg *out = reg_at(machine, op->p3);
    char first[40], second[40];
    if (reg_is_null(one) || reg_is_null(two)) {
        reg_set_null(out);
        return GO_ON;
    }
    const struct value left = as_text(&one->value, first);
    const struct value right = as_text(&two->value, second);
    if ((uint64_t)left.size + right.size > 1000000000)
        return stop_error(machine, SQLITE_TOOBIG, "string or blob too big");
    struct reg sum = {0}; /* `out` may be one of the two */
    uint8_t *to = reg_make(&sum, VALUE_TEXT, left.size + right.size);
    if (left.size)
        memcpy(to, left.bytes, left.size);
    if (right.size)
        memcpy(to + left.size, right.bytes, right.size);
    reg_move(out, &sum);
    reg_free(&sum);
    return GO_ON;
}

/* ---- bits ---- */

static int64_t shift(int64_t value, int64_t by, bool left)
{
    if (by < 0) {
        left = !left;
        by = by > -64 ? -by : 64;
    }
    if (by >= 64)
        return value >= 0 || left ? 0 : -1;
    return left ? (int64_t)((uint64_t)value << by) : value >> by;
}

static enum outcome combine_bits(struct machine *machine, const struct op *op, char how)
{
    const struct reg *one = reg_at(machine, op->p2), *two = reg_at(machine, op->p1);
    struct reg *out = reg_at(machine, op->p3);
    if (reg_is_null(one) || reg_is_null(two)) {
        reg_set_null(out);
        return GO_ON;
    }
    int64_t left = value_integer(&one->value), right = value_integer(&two->value);
    reg_set_integer(out, how == '&'   ? left & right
                         : how == '|' ? left | right
                                      : shift(left, right, how == '<'));
    return GO_ON;
}

enum outcome op_BitAnd(struct machine *machine, const struct op *op)
{
    return combine_bits(machine, op, '&');
}

enum outcome op_BitOr(struct machine *machine, const struct op *op)
{
    return combine_bits(machine, op, '|');
}

enum outcome op_ShiftLeft(struct machine *machine, const struct op *op)
{
    return combine_bits(machine, op, '<');
}

enum outcome op_ShiftRight(struct machine *machine, const struct op *op)
{
    return combine_bits(machine, op, '>');
}

enum outcome op_BitNot(struct machine *machine, const struct op *op)
{
    const struct reg *reg = reg_at(machine, op->p1);
    if (reg_is_null(reg))
        reg_set_null(reg_at(machine, op->p2));
    else
        reg_set_integer(reg_at(machine, op->p2), ~value_integer(&reg->value));
    return GO_ON;
}

/* ---- logic of three values: false 0, true 1, unknown 2 ---- */

static enum outcome combine_logic(struct machine *machine, const struct op *op,
                                  const uint8_t table[3][3])
{
    int left = value_truth(&reg_at(machine, op->p1)->value, 2);
    int right = value_truth(&reg_at(machine, op->p2)->value, 2);
    struct reg *out = reg_at(machine, op->p3);
    if (table[left][right] == 2)
        reg_set_null(out);
    else
        reg_set_integer(out, table[left][right]);
    return GO_ON;
}

enum outcome op_And(struct machine *machine, const struct op *op)
{
    static const uint8_t table[3][3] = {{0, 0, 0}, {0, 1, 2}, {0, 2, 2}};
    return combine_logic(machine, op, table);
}

enum outcome op_Or(struct machine *machine, const struct op *op)
{
    static const uint8_t table[3][3] = {{0, 1, 2}, {1, 1, 1}, {2, 1, 2}};
    return combine_logic(machine, op, table);
}

enum outcome op_Not(struct machine *machine, const struct op *op)
{
    const struct reg *reg = reg_at(machine, op->p1);
    if (reg_is_null(reg))
        reg_set_null(reg_at(machine, op->p2));
    else
        reg_set_integer(reg_at(machine, op->p2), !value_truth(&reg->value, 0));
    return GO_ON;
}

enum outcome op_IsTrue(struct machine *machine, const struct op *op)
{
    int truth = value_truth(&reg_at(machine, op->p1)->value, op->p3);
    reg_set_integer(reg_at(machine, op->p2), truth ^ op->p4_integer);
    return GO_ON;
}

enum outcome op_ZeroOrNull(struct machine *machine, const struct op *op)
{
    struct reg *out = reg_at(machine, op->p2);
    if (reg_is_null(reg_at(machine, op->p1)) || reg_is_null(reg_at(machine, op->p3)))
        reg_set_null(out);
    else
        reg_set_integer(out, 0);
    return GO_ON;
}
