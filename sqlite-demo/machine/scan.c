/* Opcodes that take a cursor from row to row. */
#include "sqlite-demo/machine/opcodes.h"

/* Rewind and Last: with no row, on at P2, if there is one. */
static enum outcome start(struct machine *machine, const struct op *op,
                          int (*move)(struct vm_cursor *))
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (!cursor)
        return STOPPED;
    if (cursor->kind != CURSOR_FILE && cursor->kind != CURSOR_STORE)
        return stop_unknown(machine, op, "is for a cursor of another kind");
    int found = move(cursor);
    if (found < 0)
        return stop_fault(machine);
    cursor->null_row = !found;
    return jump_if(machine, op, !found && op->p2 > 0);
}

enum outcome op_Rewind(struct machine *machine, const struct op *op)
{
    const struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (cursor && cursor->kind == CURSOR_SORTER)
        return op_SorterSort(machine, op);
    return start(machine, op, cursor_first);
}

enum outcome op_Last(struct machine *machine, const struct op *op)
{
    return start(machine, op, cursor_last);
}

enum outcome op_Sort(struct machine *machine, const struct op *op)
{
    return op_Rewind(machine, op);
}

static enum outcome advance(struct machine *machine, const struct op *op,
                            int (*move)(struct vm_cursor *))
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (!cursor)
        return STOPPED;
    int found = move(cursor);
    if (found < 0)
        return stop_fault(machine);
    cursor->null_row = !found;
    return jump_if(machine, op, found);
}

enum outcome op_Next(struct machine *machine, const struct op *op)
{
    return advance(machine, op, cursor_next);
}

enum outcome op_Prev(struct machine *machine, const struct op *op)
{
    return advance(machine, op, cursor_previous);
}

/* A cursor that was never opened gives rows of NULLs as well. */
enum outcome op_NullRow(struct machine *machine, const struct op *op)
{
    if ((unsigned)op->p1 >= (unsigned)machine->code->cursors)
        return stop_unknown(machine, op, "uses cursor %d", op->p1);
    struct vm_cursor *cursor = &machine->cursors[op->p1];
    if (cursor->kind == CURSOR_CLOSED)
        cursor = cursor_open(machine, op->p1, CURSOR_PSEUDO, 1);
    cursor->null_row = true;
    cursor->stale = true;
    cursor->tree.valid = false;
    cursor->entry = NULL;
    machine->touched = op->p1;
    return GO_ON;
}

enum outcome op_IfNullRow(struct machine *machine, const struct op *op)
{
    const struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (!cursor)
        return STOPPED;
    if (!cursor->null_row)
        return GO_ON;
    reg_set_null(reg_at(machine, op->p3));
    return jump_to(machine, op->p2);
}

enum outcome op_IfNotOpen(struct machine *machine, const struct op *op)
{
    const struct vm_cursor *cursor = &machine->cursors[op->p1];
    return jump_if(machine, op, cursor->kind == CURSOR_CLOSED || cursor->null_row);
}

/* Leaves say how many cells they have: rows need not be read to be counted. */
enum outcome op_Count(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    uint64_t count;
    if (!cursor)
        return STOPPED;
    if (op->p3)
        return stop_unknown(machine, op, "wants an estimate");
    if (cursor->kind == CURSOR_STORE)
        count = cursor->store->count;
    else if (btree_count(&cursor->tree, &count) < 0)
        return stop_fault(machine);
    reg_set_integer(reg_at(machine, op->p2), (int64_t)count);
    return GO_ON;
}

enum outcome op_Sequence(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (!cursor)
        return STOPPED;
    reg_set_integer(reg_at(machine, op->p2), cursor->sequence++);
    return GO_ON;
}

enum outcome op_SequenceTest(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (!cursor)
        return STOPPED;
    return jump_if(machine, op, cursor->sequence++ == 0);
}
