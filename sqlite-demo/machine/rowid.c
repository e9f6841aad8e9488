/* Opcodes that lead from an index entry to the row of its table. */
#include "sqlite-demo/machine/opcodes.h"

/* The last value of an index entry is the rowid. 0: a row of NULLs; -1: stopped. */
static int rowid_of_entry(struct machine *machine, struct vm_cursor *cursor,
                          int64_t *rowid)
{
    struct value value = {0};
    if (cursor->null_row)
        return 0;
    int loaded = cursor_record(machine, cursor);
    if (loaded != 1)
        return loaded;
    record_has(&cursor->record, UINT32_MAX - 1);
    if (cursor->record.parsed)
        record_field(&cursor->record, cursor->record.parsed - 1, &value);
    *rowid = value.integer;
    if (value.type == VALUE_INTEGER && !cursor->record.damaged)
        return 1;
    database_fault(machine->db, cursor->tree.root, 0,
                   "an entry of this index has no rowid at its end");
    stop_fault(machine);
    return -1;
}

enum outcome op_IdxRowid(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    int64_t rowid;
    if (!cursor)
        return STOPPED;
    int found = rowid_of_entry(machine, cursor, &rowid);
    if (found < 0)
        return STOPPED;
    if (found)
        reg_set_integer(reg_at(machine, op->p2), rowid);
    else
        reg_set_null(reg_at(machine, op->p2));
    return GO_ON;
}

enum outcome op_DeferredSeek(struct machine *machine, const struct op *op)
{
    struct vm_cursor *index = cursor_at(machine, op, op->p1);
    struct vm_cursor *table = cursor_at(machine, op, op->p3);
    int64_t rowid;
    if (!index || !table)
        return STOPPED;
    int found = rowid_of_entry(machine, index, &rowid);
    if (found < 0)
        return STOPPED;
    if (found == 0) {
        reg_set_null(reg_at(machine, op->p2));
        return GO_ON;
    }
    table->null_row = false;
    table->stale = true;
    table->deferred = true;
    table->target = rowid;
    table->other = op->p1;
    table->map = op->p4 && op->p4[0] == '[' ? op->p4 : NULL;
    machine->touched = op->p1;
    return GO_ON;
}

enum outcome op_FinishSeek(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (!cursor)
        return STOPPED;
    return cursor_settle(machine, cursor) < 0 ? STOPPED : GO_ON;
}

enum outcome op_Rowid(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    struct reg *out = reg_at(machine, op->p2);
    if (!cursor)
        return STOPPED;
    if (cursor->null_row || (!cursor->deferred && !cursor_valid(cursor)))
        reg_set_null(out);
    else
        reg_set_integer(out, cursor->deferred ? cursor->target : cursor_rowid(cursor));
    return GO_ON;
}
