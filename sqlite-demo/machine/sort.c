/* Opcodes of the sorter. */
#include "sqlite-demo/machine/opcodes.h"

static struct vm_cursor *sorter_at(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (cursor && cursor->kind != CURSOR_SORTER) {
        stop_unknown(machine, op, "is for a sorter, which cursor %d is not", op->p1);
        return NULL;
    }
    return cursor;
}

enum outcome op_SorterInsert(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    const struct reg *reg = reg_at(machine, op->p2);
    if (!cursor)
        return STOPPED;
    if (cursor->kind != CURSOR_SORTER)
        return op_IdxInsert(machine, op);
    sorter_put(&cursor->sorter, reg->value.bytes, reg->value.size);
    return GO_ON;
}

enum outcome op_SorterSort(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (!cursor)
        return STOPPED;
    if (cursor->kind != CURSOR_SORTER)
        return op_Rewind(machine, op);
    sorter_sort(&cursor->sorter);
    cursor->null_row = cursor->sorter.count == 0;
    return jump_if(machine, op, cursor->null_row);
}

enum outcome op_SorterNext(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (!cursor)
        return STOPPED;
    if (cursor->kind != CURSOR_SORTER)
        return op_Next(machine, op);
    struct sorter *sorter = &cursor->sorter;
    sorter->at++;
    cursor->null_row = sorter->at >= sorter->count;
    return jump_if(machine, op, !cursor->null_row);
}

enum outcome op_SorterData(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = sorter_at(machine, op);
    if (!cursor)
        return STOPPED;
    struct sorter *sorter = &cursor->sorter;
    if (sorter->at >= sorter->count)
        return stop_unknown(machine, op, "reads a sorter that is at its end");
    const struct sorted *sorted = &sorter->records[sorter->at];
    const struct value value = {
        .type = VALUE_BLOB, .size = sorted->size, .bytes = sorted->bytes};
    reg_set_copy(reg_at(machine, op->p2), &value);
    return GO_ON;
}

enum outcome op_ResetSorter(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (!cursor)
        return STOPPED;
    if (cursor->kind == CURSOR_SORTER) {
        sorter_reset(&cursor->sorter);
    } else if (cursor->kind == CURSOR_STORE) {
        for (int i = 0; i < machine->code->cursors; i++)
            if (machine->cursors[i].store == cursor->store)
                machine->cursors[i].entry = NULL;
        store_clear(cursor->store);
    }
    return GO_ON;
}
