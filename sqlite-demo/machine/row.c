/* Opcodes between rows and registers. */
#include <string.h>

#include "sqlite-demo/machine/convert.h"
#include "sqlite-demo/machine/opcodes.h"

/* ---- Column ---- */

static enum outcome damaged(struct machine *machine, const struct vm_cursor *cursor)
{
    const struct btree_cursor *tree = &cursor->tree;
    uint32_t page = tree->depth ? tree->path[tree->depth - 1].page->number : 0;
    database_fault(machine->db, page, tree->cell.offset,
                   "the record does not fit its own header");
    return stop_fault(machine);
}

/* A row from before its column was added: it has the default, or NULL. */
static enum outcome put_default(struct machine *machine, const struct op *op)
{
    struct reg *out = reg_at(machine, op->p3);
    if (!op->p4 || !*op->p4)
        reg_set_null(out);
    else if (op->fallback)
        reg_copy(out, op->fallback);
    else
        return stop_unknown(machine, op,
                            "needs a default whose type EXPLAIN does not tell");
    return GO_ON;
}

/* "[0,2,0,1]": the column of the index, from 1, for each of the table; 0: none. */
static uint32_t mapped(const char *map, uint32_t column)
{
    uint32_t number = 0;
    const char *at = map + 1;
    for (uint32_t i = 0; i < column && at; i++)
        if ((at = strchr(at, ',')))
            at++;
    for (; at && *at >= '0' && *at <= '9'; at++)
        number = 10 * number + (uint32_t)(*at - '0');
    return number;
}

static enum outcome read_column(struct machine *machine, const struct op *op,
                                struct vm_cursor *cursor, uint32_t column)
{
    struct reg *out = reg_at(machine, op->p3);
    struct value value;
    int loaded = cursor_record(machine, cursor);
    if (loaded < 0)
        return STOPPED;
    if (loaded == 0) {
        reg_set_null(out);
        return GO_ON;
    }
    if (!record_field(&cursor->record, column, &value)) {
        if (cursor->record.damaged)
            return damaged(machine, cursor);
        return put_default(machine, op);
    }
    if (value.type < VALUE_TEXT || cursor_bytes_stay(cursor))
        reg_set_view(out, &value);
    else
        reg_set_copy(out, &value);
    return GO_ON;
}

/* If the seek to the row was put off, and the index has the column, it stays so. */
enum outcome op_Column(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (!cursor)
        return STOPPED;
    if (cursor->deferred && !cursor->null_row && cursor->map) {
        uint32_t other = mapped(cursor->map, (uint32_t)op->p2);
        struct vm_cursor *index = other ? cursor_at(machine, op, cursor->other) : NULL;
        if (index)
            return read_column(machine, op, index, other - 1);
    }
    return read_column(machine, op, cursor, (uint32_t)op->p2);
}

/* ---- whole records ---- */

static bool fits_in_six_bytes(int64_t integer)
{
    return integer < (int64_t)1 << 47 && integer >= -((int64_t)1 << 47);
}

/* A column of reals stores a whole number as an integer, to save room. */
static void apply_affinities(struct machine *machine, const struct op *op)
{
    for (int i = 0; op->p4 && op->p4[i] && i < op->p2; i++) {
        struct reg *reg = reg_at(machine, op->p1 + i);
        reg_apply_affinity(reg, op->p4[i]);
        if (op->p4[i] == AFFINITY_REAL && reg->value.type == VALUE_INTEGER &&
            !fits_in_six_bytes(reg->value.integer))
            reg_set_real(reg, (double)reg->value.integer);
    }
}

enum outcome op_MakeRecord(struct machine *machine, const struct op *op)
{
    struct value values[FIELDS_MAX];
    if (op->p2 < 0 || op->p2 > FIELDS_MAX)
        return stop_unknown(machine, op, "has %d values", op->p2);
    apply_affinities(machine, op);
    for (int i = 0; i < op->p2; i++)
        values[i] = reg_at(machine, op->p1 + i)->value;
    size_t count = (size_t)op->p2, size = record_build(values, count, NULL);
    if (size > 1000000000)
        return stop_error(machine, SQLITE_TOOBIG, "string or blob too big");
    record_build(values, count,
                 reg_make(reg_at(machine, op->p3), VALUE_BLOB, (uint32_t)size));
    return GO_ON;
}

enum outcome op_RowData(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (!cursor)
        return STOPPED;
    int loaded = cursor_record(machine, cursor);
    if (loaded < 0)
        return STOPPED;
    if (loaded == 0)
        return stop_unknown(machine, op, "reads a cursor that is on no row");
    const struct value value = {
        .type = VALUE_BLOB, .size = cursor->record.size, .bytes = cursor->record.bytes};
    reg_set_copy(reg_at(machine, op->p2), &value);
    return GO_ON;
}
