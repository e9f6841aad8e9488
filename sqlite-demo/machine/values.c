/* Opcodes that put constants into registers, and copy and convert values. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sqlite-demo/machine/convert.h"
#include "sqlite-demo/machine/opcodes.h"

/* ---- constants ---- */

enum outcome op_Integer(struct machine *machine, const struct op *op)
{
    reg_set_integer(reg_at(machine, op->p2), op->p1);
    return GO_ON;
}

enum outcome op_Int64(struct machine *machine, const struct op *op)
{
    reg_set_integer(reg_at(machine, op->p2), strtoll(op->p4 ? op->p4 : "", NULL, 10));
    return GO_ON;
}

/* EXPLAIN shows 16 digits of a real: a constant with 17 is not quite the same. */
enum outcome op_Real(struct machine *machine, const struct op *op)
{
    const char *text = op->p4 ? op->p4 : "";
    if (strchr(text, 'n') || strchr(text, 'N')) /* Inf */
        reg_set_real(reg_at(machine, op->p2), *text == '-' ? -HUGE_VAL : HUGE_VAL);
    else
        reg_set_real(reg_at(machine, op->p2), strtod(text, NULL));
    return GO_ON;
}

enum outcome op_String8(struct machine *machine, const struct op *op)
{
    const char *text = op->p4 ? op->p4 : "";
    const struct value value = {.type = VALUE_TEXT,
                                .size = (uint32_t)strlen(text),
                                .bytes = (const uint8_t *)text};
    reg_set_view(reg_at(machine, op->p2), &value);
    return GO_ON;
}

enum outcome op_String(struct machine *machine, const struct op *op)
{
    return op_String8(machine, op);
}

enum outcome op_Null(struct machine *machine, const struct op *op)
{
    int last = op->p3 > op->p2 ? op->p3 : op->p2;
    for (int i = op->p2; i <= last; i++) {
        struct reg *reg = reg_at(machine, i);
        reg_set_null(reg);
        reg->cleared = op->p1 != 0;
        accumulator_forget(machine, i);
    }
    return GO_ON;
}

enum outcome op_SoftNull(struct machine *machine, const struct op *op)
{
    reg_set_null(reg_at(machine, op->p1));
    return GO_ON;
}

/* EXPLAIN shows a blob as text, up to its first NUL: if that is all, it is right. */
enum outcome op_Blob(struct machine *machine, const struct op *op)
{
    if (!op->p4) {
        uint32_t size = op->p1 > 0 ? (uint32_t)op->p1 : 0;
        memset(reg_make(reg_at(machine, op->p2), VALUE_BLOB, size), 0, size);
        return GO_ON;
    }
    if (strlen(op->p4) != (size_t)op->p1)
        return stop_unknown(machine, op, "has %d bytes, and EXPLAIN does not show them",
                            op->p1);
    op_String8(machine, op);
    reg_at(machine, op->p2)->value.type = VALUE_BLOB;
    return GO_ON;
}

/* Nothing is bound to the parameters of a statement here. */
enum outcome op_Variable(struct machine *machine, const struct op *op)
{
    reg_set_null(reg_at(machine, op->p2));
    return GO_ON;
}

/* ---- copies ---- */

enum outcome op_Move(struct machine *machine, const struct op *op)
{
    for (int i = 0; i < op->p3; i++)
        reg_move(reg_at(machine, op->p2 + i), reg_at(machine, op->p1 + i));
    return GO_ON;
}

enum outcome op_Copy(struct machine *machine, const struct op *op)
{
    for (int i = 0; i <= op->p3; i++)
        reg_copy(reg_at(machine, op->p2 + i), reg_at(machine, op->p1 + i));
    return GO_ON;
}

enum outcome op_SCopy(struct machine *machine, const struct op *op)
{
    const struct reg *from = reg_at(machine, op->p1);
    struct reg *to = reg_at(machine, op->p2);
    bool cleared = from->cleared;
    reg_set_view(to, &from->value);
    to->cleared = cleared;
    return GO_ON;
}

enum outcome op_IntCopy(struct machine *machine, const struct op *op)
{
    reg_set_integer(reg_at(machine, op->p2), reg_at(machine, op->p1)->value.integer);
    return GO_ON;
}

/* ---- conversions ---- */

enum outcome op_Affinity(struct machine *machine, const struct op *op)
{
    for (int i = 0; op->p4 && op->p4[i]; i++) {
        struct reg *reg = reg_at(machine, op->p1 + i);
        reg_apply_affinity(reg, op->p4[i]);
        if (op->p4[i] == AFFINITY_REAL && reg->value.type == VALUE_INTEGER)
            reg_set_real(reg, (double)reg->value.integer);
    }
    return GO_ON;
}

enum outcome op_RealAffinity(struct machine *machine, const struct op *op)
{
    struct reg *reg = reg_at(machine, op->p1);
    if (reg->value.type == VALUE_INTEGER)
        reg_set_real(reg, (double)reg->value.integer);
    return GO_ON;
}

enum outcome op_Cast(struct machine *machine, const struct op *op)
{
    reg_cast(reg_at(machine, op->p1), (char)op->p2);
    return GO_ON;
}

enum outcome op_MustBeInt(struct machine *machine, const struct op *op)
{
    struct reg *reg = reg_at(machine, op->p1);
    if (reg->value.type != VALUE_INTEGER)
        reg_apply_affinity(reg, AFFINITY_NUMERIC);
    if (reg->value.type == VALUE_INTEGER)
        return GO_ON;
    if (op->p2 == 0)
        return stop_error(machine, SQLITE_MISMATCH, "datatype mismatch");
    return jump_to(machine, op->p2);
}

enum outcome op_ClrSubtype(struct machine *machine, const struct op *op)
{
    (void)machine, (void)op;
    return GO_ON;
}

static int64_t make_integer(struct reg *reg)
{
    reg_set_integer(reg, value_integer(&reg->value));
    return reg->value.integer;
}

enum outcome op_MemMax(struct machine *machine, const struct op *op)
{
    struct reg *reg = reg_at(machine, op->p1);
    int64_t here = make_integer(reg), there = make_integer(reg_at(machine, op->p2));
    if (here < there)
        reg_set_integer(reg, there);
    return GO_ON;
}

/* LIMIT 0 or less is no limit, and so is a sum that does not fit. */
enum outcome op_OffsetLimit(struct machine *machine, const struct op *op)
{
    int64_t limit = reg_at(machine, op->p1)->value.integer;
    int64_t offset = reg_at(machine, op->p3)->value.integer, sum;
    if (limit <= 0 || __builtin_add_overflow(limit, offset > 0 ? offset : 0, &sum))
        sum = -1;
    reg_set_integer(reg_at(machine, op->p2), sum);
    return GO_ON;
}
