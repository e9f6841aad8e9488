/* Opcodes that decide where the program goes on.
 *
 * A register that remembers a place holds the address of the instruction that was
 * executed there; the program goes on at the one behind it. */
#include <string.h>

#include "sqlite-demo/machine/convert.h"
#include "sqlite-demo/machine/opcodes.h"

enum outcome op_Init(struct machine *machine, const struct op *op)
{
    return jump_if(machine, op, op->p2 != 0);
}

enum outcome op_Goto(struct machine *machine, const struct op *op)
{
    return jump_to(machine, op->p2);
}

/* ---- the end ---- */

static enum outcome halt_with_error(struct machine *machine, const struct op *op)
{
    static const char *const broken[] = {"", "NOT NULL", "UNIQUE", "CHECK",
                                         "FOREIGN KEY"};
    if (op->p5 && op->p5 < sizeof broken / sizeof *broken)
        return stop_error(machine, op->p1, "%s constraint failed%s%s", broken[op->p5],
                          op->p4 ? ": " : "", op->p4 ? op->p4 : "");
    return stop_error(machine, op->p1, "%s", op->p4 ? op->p4 : "the statement fails");
}

enum outcome op_Halt(struct machine *machine, const struct op *op)
{
    return op->p1 ? halt_with_error(machine, op) : FINISHED;
}

enum outcome op_HaltIfNull(struct machine *machine, const struct op *op)
{
    if (!reg_is_null(reg_at(machine, op->p3)))
        return GO_ON;
    return op_Halt(machine, op);
}

enum outcome op_ResultRow(struct machine *machine, const struct op *op)
{
    machine->row_at = op->p1;
    machine->row_count = op->p2;
    machine->rows++;
    return ROW;
}

/* ---- the beginning ---- */

/* The program was made for one schema: the file's header counts its changes. */
enum outcome op_Transaction(struct machine *machine, const struct op *op)
{
    if (op->p1 != 0)
        return stop_unknown(machine, op, "is for a database other than the file");
    if (op->p5 && (uint32_t)op->p3 != machine->db->header.schema_cookie)
        return stop_error(machine, SQLITE_SCHEMA, "database schema has changed");
    if (machine->db->header.encoding > TEXT_UTF8)
        return stop_unknown(machine, op, "is for a file whose text is UTF-16");
    return GO_ON;
}

/* The header has fifteen numbers from byte 36 on: the free pages, the schema cookie … */
enum outcome op_ReadCookie(struct machine *machine, const struct op *op)
{
    if (op->p3 < 0 || op->p3 > 14)
        return stop_unknown(machine, op, "reads a number that is not in the header");
    const uint8_t *header = database_page(machine->db, 1);
    if (!header)
        return stop_fault(machine);
    reg_set_integer(reg_at(machine, op->p2),
                    (int32_t)be32(header + 36 + 4 * (size_t)op->p3));
    return GO_ON;
}

#define DOES_NOTHING(name)                                                               \
    enum outcome op_##name(struct machine *machine, const struct op *op)                 \
    {                                                                                    \
        (void)machine, (void)op;                                                         \
        return GO_ON;                                                                    \
    }
DOES_NOTHING(Noop)
DOES_NOTHING(Explain)
DOES_NOTHING(TableLock)
DOES_NOTHING(Expire)
DOES_NOTHING(ResetCount)

/* ---- subroutines and coroutines ---- */

enum outcome op_Gosub(struct machine *machine, const struct op *op)
{
    reg_set_integer(reg_at(machine, op->p1), machine->last);
    return jump_to(machine, op->p2);
}

/* With P3, a subroutine that is run in line has nowhere to return to. */
enum outcome op_Return(struct machine *machine, const struct op *op)
{
    const struct reg *reg = reg_at(machine, op->p1);
    if (reg->value.type == VALUE_INTEGER)
        machine->pc = (int)reg->value.integer + 1;
    return GO_ON;
}

enum outcome op_BeginSubrtn(struct machine *machine, const struct op *op)
{
    reg_set_null(reg_at(machine, op->p2));
    return GO_ON;
}

enum outcome op_InitCoroutine(struct machine *machine, const struct op *op)
{
    reg_set_integer(reg_at(machine, op->p1), op->p3 - 1);
    return jump_if(machine, op, op->p2 != 0);
}

enum outcome op_Yield(struct machine *machine, const struct op *op)
{
    struct reg *reg = reg_at(machine, op->p1);
    int there = (int)reg->value.integer;
    reg_set_integer(reg, machine->last);
    return jump_to(machine, there + 1);
}

/* The caller is a Yield; its P2 is where to go when there are no more rows. */
enum outcome op_EndCoroutine(struct machine *machine, const struct op *op)
{
    struct reg *reg = reg_at(machine, op->p1);
    uint64_t caller = (uint64_t)reg->value.integer;
    if (caller >= machine->code->count)
        return stop_unknown(machine, op, "has no caller");
    return jump_to(machine, machine->code->ops[caller].p2);
}

enum outcome op_Once(struct machine *machine, const struct op *op)
{
    bool was_here = machine->once[machine->last];
    machine->once[machine->last] = 1;
    return jump_if(machine, op, was_here);
}

/* ---- jumps that look at a register ---- */

enum outcome op_If(struct machine *machine, const struct op *op)
{
    const struct reg *reg = reg_at(machine, op->p1);
    return jump_if(machine, op, value_truth(&reg->value, op->p3));
}

enum outcome op_IfNot(struct machine *machine, const struct op *op)
{
    const struct reg *reg = reg_at(machine, op->p1);
    return jump_if(machine, op, !value_truth(&reg->value, !op->p3));
}

enum outcome op_IsNull(struct machine *machine, const struct op *op)
{
    return jump_if(machine, op, reg_is_null(reg_at(machine, op->p1)));
}

enum outcome op_NotNull(struct machine *machine, const struct op *op)
{
    return jump_if(machine, op, !reg_is_null(reg_at(machine, op->p1)));
}

enum outcome op_IfPos(struct machine *machine, const struct op *op)
{
    struct reg *reg = reg_at(machine, op->p1);
    if (reg->value.integer <= 0)
        return GO_ON;
    reg_set_integer(reg, reg->value.integer - op->p3);
    return jump_to(machine, op->p2);
}

enum outcome op_IfNotZero(struct machine *machine, const struct op *op)
{
    struct reg *reg = reg_at(machine, op->p1);
    if (reg->value.integer == 0)
        return GO_ON;
    if (reg->value.integer > 0)
        reg_set_integer(reg, reg->value.integer - 1);
    return jump_to(machine, op->p2);
}

enum outcome op_DecrJumpZero(struct machine *machine, const struct op *op)
{
    struct reg *reg = reg_at(machine, op->p1);
    if (reg->value.integer > INT64_MIN)
        reg_set_integer(reg, reg->value.integer - 1);
    return jump_if(machine, op, reg->value.integer == 0);
}

enum outcome op_Jump(struct machine *machine, const struct op *op)
{
    return jump_to(machine, machine->compared < 0    ? op->p1
                            : machine->compared == 0 ? op->p2
                                                     : op->p3);
}

/* Foreign keys are off unless a connection turns them on, and ours does not. */
enum outcome op_FkIfZero(struct machine *machine, const struct op *op)
{
    return jump_to(machine, op->p2);
}

enum outcome op_FkCounter(struct machine *machine, const struct op *op)
{
    return stop_unknown(machine, op, "counts broken foreign keys");
}
