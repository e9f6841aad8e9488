/* Opcodes that compare registers. */
#include <stdlib.h>
#include <string.h>

#include "sqlite-demo/machine/convert.h"
#include "sqlite-demo/machine/opcodes.h"

enum { JUMP_IF_NULL = 0x10, NULLS_ARE_EQUAL = 0x80, AFFINITY_BITS = 0x47 };
enum { LESS = 1, EQUAL = 2, GREATER = 4 };

/* ---- Eq, Ne, Lt, Le, Gt, Ge: register P3 with register P1 ---- */

static int compare_nulls(const struct reg *left, const struct reg *right)
{
    if (reg_is_null(left) && reg_is_null(right) && !left->cleared && !right->cleared)
        return 0;
    return reg_is_null(left) ? -1 : 1;
}

/* A copy of the value as the affinity of the comparison wants it. */
static struct value converted(const struct value *value, char affinity, char buffer[40])
{
    struct value number;
    if (affinity >= AFFINITY_NUMERIC && value->type == VALUE_TEXT) {
        enum number_form form = text_number(value, &number);
        return form == NUMBER_INTEGER || form == NUMBER_REAL ? number : *value;
    }
    if (affinity == AFFINITY_TEXT &&
        (value->type == VALUE_INTEGER || value->type == VALUE_REAL))
        return (struct value){.type = VALUE_TEXT,
                              .size = number_text(value, buffer),
                              .bytes = (const uint8_t *)buffer};
    return *value;
}

static enum outcome compare_and_jump(struct machine *machine, const struct op *op,
                                     int wanted)
{
    const struct reg *left = reg_at(machine, op->p3), *right = reg_at(machine, op->p1);
    int order;
    if (reg_is_null(left) || reg_is_null(right)) {
        if (!(op->p5 & NULLS_ARE_EQUAL)) {
            machine->compared = 1;
            return jump_if(machine, op, op->p5 & JUMP_IF_NULL);
        }
        order = compare_nulls(left, right);
    } else if (left->value.type == VALUE_INTEGER && right->value.type == VALUE_INTEGER) {
        order = left->value.integer < right->value.integer
                    ? -1
                    : left->value.integer > right->value.integer;
    } else {
        char buffers[2][40], affinity = (char)(op->p5 & AFFINITY_BITS);
        if (op->collation == COLLATE_UNKNOWN)
            return stop_unknown(machine, op, "compares by %s, which we do not have",
                                op->p4);
        const struct value a = converted(&left->value, affinity, buffers[0]);
        const struct value b = converted(&right->value, affinity, buffers[1]);
        order = compare_values(&a, &b, op->collation);
    }
    machine->compared = order;
    return jump_if(machine, op,
                   wanted & (order < 0    ? LESS
                             : order == 0 ? EQUAL
                                          : GREATER));
}

#define COMPARES(name, wanted)                                                           \
    enum outcome op_##name(struct machine *machine, const struct op *op)                 \
    {                                                                                    \
        return compare_and_jump(machine, op, wanted);                                    \
    }
COMPARES(Eq, EQUAL)
COMPARES(Ne, LESS | GREATER)
COMPARES(Lt, LESS)
COMPARES(Le, LESS | EQUAL)
COMPARES(Gt, GREATER)
COMPARES(Ge, GREATER | EQUAL)

enum outcome op_ElseEq(struct machine *machine, const struct op *op)
{
    return jump_if(machine, op, machine->compared == 0);
}

/* ---- rows of registers ---- */

enum outcome op_Permutation(struct machine *machine, const struct op *op)
{
    (void)machine, (void)op; /* Compare reads it */
    return GO_ON;
}

/* "[2,0,1]": the number at a place. */
static int permuted(const char *list, int place)
{
    const char *at = list + 1;
    for (int i = 0; i < place && (at = strchr(at, ',')); i++)
        at++;
    return at ? (int)strtol(at, NULL, 10) : place;
}

enum outcome op_Compare(struct machine *machine, const struct op *op)
{
    const struct op *before = op - 1;
    bool permutes = op->p5 && op > machine->code->ops && before->p4 &&
                    !strcmp(before->name, "Permutation");
    machine->compared = 0;
    for (int i = 0; i < op->p3 && machine->compared == 0; i++) {
        int at = permutes ? permuted(before->p4, i) : i;
        machine->compared =
            compare_field(&reg_at(machine, op->p1 + at)->value,
                          &reg_at(machine, op->p2 + at)->value, op->order, (uint32_t)i);
    }
    return GO_ON;
}

/* Functions and aggregates look back at it. */
enum outcome op_CollSeq(struct machine *machine, const struct op *op)
{
    if (op->p1)
        reg_set_integer(reg_at(machine, op->p1), 0);
    return GO_ON;
}

/* ---- types ---- */

/* As bits: integer 1, real 2, text 4, blob 8, NULL 16. */
static uint32_t type_bit(enum value_type type)
{
    static const uint8_t bits[] = {[VALUE_NULL] = 16,
                                   [VALUE_INTEGER] = 1,
                                   [VALUE_REAL] = 2,
                                   [VALUE_TEXT] = 4,
                                   [VALUE_BLOB] = 8};
    return bits[type];
}

enum outcome op_IsType(struct machine *machine, const struct op *op)
{
    struct value value;
    if (op->p1 < 0)
        return jump_if(machine, op,
                       type_bit(reg_at(machine, op->p3)->value.type) & op->p5);
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (!cursor)
        return STOPPED;
    uint32_t bit = op->p4_integer > 0 ? 1u << (op->p4_integer - 1) : 0;
    if (!cursor->stale && record_field(&cursor->record, (uint32_t)op->p3, &value))
        bit = type_bit(value.type);
    return jump_if(machine, op, bit & op->p5);
}

/* ---- the Bloom filter: B. Bloom, "Space/time trade-offs in hash coding with
 * allowable errors", CACM 13(7), 1970, with one hash function ---- */

static uint64_t filter_bit(struct machine *machine, const struct op *op,
                           const struct reg *filter)
{
    uint64_t hash = 0;
    for (int i = 0; i < op->p4_integer; i++) {
        const struct value *value = &reg_at(machine, op->p3 + i)->value;
        if (value->type >= VALUE_TEXT)
            hash += value->size;
        else if (value->type != VALUE_NULL)
            hash += (uint64_t)value_integer(value);
    }
    return filter->value.size ? hash % filter->value.size : 0;
}

/* SQLite 3.40 takes the hash modulo the bytes, not the bits, of the filter. */
enum outcome op_FilterAdd(struct machine *machine, const struct op *op)
{
    struct reg *filter = reg_at(machine, op->p1);
    uint64_t bit = filter_bit(machine, op, filter);
    if (filter->value.type != VALUE_BLOB || filter->value.bytes != filter->own)
        return stop_unknown(machine, op, "has no filter in register %d", op->p1);
    filter->own[bit / 8] |= (uint8_t)(1 << (bit % 8));
    return GO_ON;
}

enum outcome op_Filter(struct machine *machine, const struct op *op)
{
    const struct reg *filter = reg_at(machine, op->p1);
    uint64_t bit = filter_bit(machine, op, filter);
    if (filter->value.type != VALUE_BLOB || !filter->value.size)
        return stop_unknown(machine, op, "has no filter in register %d", op->p1);
    return jump_if(machine, op, !(filter->value.bytes[bit / 8] & 1 << (bit % 8)));
}
