/* Cursors: on a b-tree of the file, on a table in memory, on a sorter, or on a
 * record in a register. The families move them through these functions. */
#include <stdlib.h>

#include "sqlite-demo/machine/machine.h"

struct vm_cursor *cursor_at(struct machine *machine, const struct op *op, int number)
{
    if ((unsigned)number < (unsigned)machine->code->cursors &&
        machine->cursors[number].kind != CURSOR_CLOSED) {
        machine->touched = number;
        return &machine->cursors[number];
    }
    stop_unknown(machine, op, "uses cursor %d, which is not open", number);
    return NULL;
}

void cursor_close(struct vm_cursor *cursor)
{
    if (cursor->owns_store) {
        store_close(cursor->store);
        free(cursor->store);
    }
    btree_free(&cursor->tree);
    record_free(&cursor->record);
    sorter_close(&cursor->sorter);
    *cursor = (struct vm_cursor){0};
}

struct vm_cursor *cursor_open(struct machine *machine, int number, enum cursor_kind kind,
                              uint32_t fields)
{
    if ((unsigned)number >= (unsigned)machine->code->cursors)
        return NULL;
    struct vm_cursor *cursor = &machine->cursors[number];
    cursor_close(cursor);
    cursor->kind = kind;
    cursor->fields = fields;
    cursor->null_row = true;
    cursor->stale = true;
    machine->touched = number;
    return cursor;
}

/* ---- moving ---- */

static int stand_on(struct vm_cursor *cursor, struct entry *entry)
{
    cursor->entry = entry;
    return entry != NULL;
}

int cursor_first(struct vm_cursor *cursor)
{
    cursor_moved(cursor);
    if (cursor->kind == CURSOR_FILE)
        return btree_first(&cursor->tree);
    return stand_on(cursor, store_first(cursor->store));
}

int cursor_last(struct vm_cursor *cursor)
{
    cursor_moved(cursor);
    if (cursor->kind == CURSOR_FILE)
        return btree_last(&cursor->tree);
    return stand_on(cursor, store_last(cursor->store));
}

int cursor_next(struct vm_cursor *cursor)
{
    cursor->stale = true;
    if (cursor->kind == CURSOR_FILE)
        return btree_next(&cursor->tree);
    return stand_on(cursor, cursor->entry ? cursor->entry->next[0] : NULL);
}

int cursor_previous(struct vm_cursor *cursor)
{
    cursor->stale = true;
    if (cursor->kind == CURSOR_FILE)
        return btree_previous(&cursor->tree);
    return stand_on(cursor,
                    cursor->entry ? store_previous(cursor->store, cursor->entry) : NULL);
}

int cursor_seek_rowid(struct vm_cursor *cursor, int64_t rowid)
{
    cursor_moved(cursor);
    if (cursor->kind == CURSOR_FILE)
        return btree_seek_rowid(&cursor->tree, rowid);
    return stand_on(cursor, store_seek_rowid(cursor->store, rowid));
}

struct search {
    struct vm_cursor *cursor;
    const struct reg *key;
    uint32_t count;
    int if_equal;
};

static int order_of(struct btree_cursor *tree, void *context)
{
    struct search *search = context;
    struct vm_cursor *cursor = search->cursor;
    const uint8_t *bytes = btree_record(tree);
    if (!bytes)
        return -2;
    record_set(&cursor->record, bytes, (uint32_t)tree->cell.payload);
    int order = compare_record(&cursor->record, search->key, search->count, cursor->order,
                               search->if_equal);
    if (order == -2)
        database_fault(tree->db, tree->path[tree->depth - 1].page->number,
                       tree->cell.offset, "the record does not fit its own header");
    return order;
}

int cursor_seek_key(struct machine *machine, struct vm_cursor *cursor,
                    const struct reg *key, uint32_t count, int if_equal)
{
    cursor_moved(cursor);
    const struct reg *end = machine->regs + machine->code->registers;
    if (key == &machine->nowhere ||
        (key >= machine->regs && key < end && key + count > end))
        return 0;
    if (cursor->kind == CURSOR_STORE)
        return stand_on(cursor, store_seek_key(cursor->store, key, count, if_equal));
    struct search search = {cursor, key, count, if_equal};
    return btree_seek_entry(&cursor->tree, order_of, &search);
}

bool cursor_valid(const struct vm_cursor *cursor)
{
    return cursor->kind == CURSOR_FILE ? cursor->tree.valid : cursor->entry != NULL;
}

int64_t cursor_rowid(const struct vm_cursor *cursor)
{
    if (cursor->kind == CURSOR_FILE)
        return cursor->tree.cell.rowid;
    return cursor->entry ? cursor->entry->rowid : 0;
}

/* ---- the row ---- */

int cursor_settle(struct machine *machine, struct vm_cursor *cursor)
{
    if (!cursor->deferred)
        return 0;
    int64_t target = cursor->target;
    int found = cursor_seek_rowid(cursor, target);
    if (found == 1 && cursor_rowid(cursor) != target)
        found = 0;
    if (found == 0)
        database_fault(machine->db, cursor->tree.root, 0,
                       "an index leads to row %lld, which is not there",
                       (long long)target);
    if (found != 1)
        stop_fault(machine);
    cursor->null_row = false;
    return found == 1 ? 0 : -1;
}

static int load_record(struct machine *machine, struct vm_cursor *cursor)
{
    const struct reg *reg;
    const uint8_t *bytes;
    switch (cursor->kind) {
    case CURSOR_FILE:
        if (!cursor->tree.valid)
            return 0;
        bytes = btree_record(&cursor->tree);
        if (!bytes)
            return stop_fault(machine), -1;
        record_set(&cursor->record, bytes, (uint32_t)cursor->tree.cell.payload);
        return 1;
    case CURSOR_STORE:
        if (!cursor->entry)
            return 0;
        record_set(&cursor->record, cursor->entry->record, cursor->entry->size);
        return 1;
    case CURSOR_PSEUDO:
        reg = reg_at(machine, cursor->pseudo);
        if (cursor->pseudo <= 0 || reg->value.type != VALUE_BLOB)
            return 0;
        record_set(&cursor->record, reg->value.bytes, reg->value.size);
        return 1;
    default:
        return 0;
    }
}

int cursor_record(struct machine *machine, struct vm_cursor *cursor)
{
    bool pseudo = cursor->kind == CURSOR_PSEUDO;
    if (cursor->null_row && !pseudo)
        return 0;
    if (cursor->deferred && cursor_settle(machine, cursor) < 0)
        return -1;
    if (!cursor->stale && !pseudo)
        return 1;
    int loaded = load_record(machine, cursor);
    cursor->stale = loaded != 1;
    return loaded;
}

bool cursor_bytes_stay(const struct vm_cursor *cursor)
{
    return cursor->kind == CURSOR_FILE && !cursor->tree.cell.overflow;
}

int cursor_order(struct machine *machine, const struct op *op, struct vm_cursor *cursor,
                 int if_equal)
{
    int loaded = cursor_record(machine, cursor);
    if (loaded < 0)
        return -2;
    if (loaded == 0)
        return -1;
    int order = compare_record(&cursor->record, reg_at(machine, op->p3),
                               (uint32_t)op->p4_integer, cursor->order, if_equal);
    if (order == -2) {
        database_fault(machine->db, cursor->tree.root, 0,
                       "a record of this index does not fit its own header");
        stop_fault(machine);
    }
    return order;
}
