/* Opcodes that open and close cursors. */
#include <stdlib.h>

#include "sqlite-demo/machine/opcodes.h"

enum { SEEK_EQUAL = 0x02, ROOT_IN_REGISTER = 0x10 };

static bool has_unknown_collation(const struct key_order *order)
{
    for (uint32_t i = 0; order && i < order->count; i++)
        if (order->fields[i].collation == COLLATE_UNKNOWN)
            return true;
    return false;
}

static enum outcome open_tree(struct machine *machine, const struct op *op)
{
    uint32_t root = (uint32_t)op->p2;
    if (op->p3 != 0)
        return stop_unknown(machine, op, "opens a table of another database");
    if (op->p5 & ROOT_IN_REGISTER)
        root = (uint32_t)reg_at(machine, op->p2)->value.integer;
    if (has_unknown_collation(op->order))
        return stop_unknown(machine, op, "needs a collation that we do not have: %s",
                            op->p4);
    struct vm_cursor *cursor =
        cursor_open(machine, op->p1, CURSOR_FILE, (uint32_t)op->p4_integer);
    if (!cursor)
        return stop_unknown(machine, op, "opens cursor %d", op->p1);
    btree_init(&cursor->tree, machine->db, root);
    cursor->is_table = !op->order;
    cursor->order = op->order;
    cursor->exact_seek = op->p5 & SEEK_EQUAL;
    cursor->changes = changes_find(machine, root);
    return GO_ON;
}

enum outcome op_OpenRead(struct machine *machine, const struct op *op)
{
    return open_tree(machine, op);
}

enum outcome op_OpenWrite(struct machine *machine, const struct op *op)
{
    return open_tree(machine, op);
}

enum outcome op_ReopenIdx(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = &machine->cursors[op->p1];
    if (cursor->kind != CURSOR_FILE || cursor->tree.root != (uint32_t)op->p2)
        return open_tree(machine, op);
    cursor->tree.valid = false;
    cursor->stale = true;
    cursor->exact_seek = op->p5 & SEEK_EQUAL;
    machine->touched = op->p1;
    return GO_ON;
}

/* ---- in memory ---- */

static enum outcome open_store(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = &machine->cursors[op->p1];
    if (has_unknown_collation(op->order))
        return stop_unknown(machine, op, "needs a collation that we do not have: %s",
                            op->p4);
    if (op->p3 > 0) { /* an empty value, to be written as the data of a row */
        const struct value empty = {.type = VALUE_BLOB, .bytes = (const uint8_t *)""};
        reg_set_view(reg_at(machine, op->p3), &empty);
    }
    if (cursor->kind == CURSOR_STORE && cursor->owns_store && !cursor->shared) {
        store_clear(cursor->store);
        cursor->sequence = 0;
        cursor->entry = NULL;
        cursor->null_row = cursor->stale = true;
        machine->touched = op->p1;
        return GO_ON;
    }
    cursor = cursor_open(machine, op->p1, CURSOR_STORE, (uint32_t)op->p2);
    cursor->store = xcalloc(1, sizeof *cursor->store);
    cursor->owns_store = true;
    cursor->order = op->order;
    cursor->is_table = !op->order;
    store_open(cursor->store, op->order);
    return GO_ON;
}

enum outcome op_OpenEphemeral(struct machine *machine, const struct op *op)
{
    return open_store(machine, op);
}

enum outcome op_OpenAutoindex(struct machine *machine, const struct op *op)
{
    return open_store(machine, op);
}

enum outcome op_OpenDup(struct machine *machine, const struct op *op)
{
    struct vm_cursor *original = cursor_at(machine, op, op->p2);
    if (!original || original->kind != CURSOR_STORE)
        return stop_unknown(machine, op, "shares cursor %d, which is not in memory",
                            op->p2);
    original->shared = true;
    struct vm_cursor *cursor =
        cursor_open(machine, op->p1, CURSOR_STORE, original->fields);
    cursor->store = original->store;
    cursor->order = original->order;
    cursor->is_table = original->is_table;
    cursor->shared = true;
    return GO_ON;
}

enum outcome op_SorterOpen(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor =
        cursor_open(machine, op->p1, CURSOR_SORTER, (uint32_t)op->p2);
    if (!op->order || has_unknown_collation(op->order))
        return stop_unknown(machine, op, "needs a collation that we do not have: %s",
                            op->p4);
    sorter_open(&cursor->sorter, op->order);
    return GO_ON;
}

enum outcome op_OpenPseudo(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor =
        cursor_open(machine, op->p1, CURSOR_PSEUDO, (uint32_t)op->p3);
    cursor->pseudo = op->p2;
    cursor->is_table = true;
    return GO_ON;
}

enum outcome op_Close(struct machine *machine, const struct op *op)
{
    if ((unsigned)op->p1 < (unsigned)machine->code->cursors)
        cursor_close(&machine->cursors[op->p1]);
    return GO_ON;
}

enum outcome op_ColumnsUsed(struct machine *machine, const struct op *op)
{
    (void)machine, (void)op;
    return GO_ON;
}

enum outcome op_CursorHint(struct machine *machine, const struct op *op)
{
    (void)machine, (void)op;
    return GO_ON;
}
