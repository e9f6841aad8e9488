/* Opcodes that write. In memory they do; of the file they say what they would
 * change: which page, and whether the cell fits there. */
#include <stdio.h>
#include <string.h>

#include "sqlite-demo/file/layout.h"
#include "sqlite-demo/machine/convert.h"
#include "sqlite-demo/machine/opcodes.h"

enum { COUNTS_AS_CHANGE = 0x01 };

/* ---- words: only the screen needs them, and only of the step it shows ---- */

static const struct btree_page *page_under(const struct vm_cursor *cursor)
{
    const struct btree_cursor *tree = &cursor->tree;
    return tree->depth ? tree->path[tree->depth - 1].page : NULL;
}

/* Free bytes between the pointers and the cells, and in free blocks and fragments. */
static uint32_t free_bytes(struct database *db, const struct btree_page *page)
{
    static _Thread_local struct page_layout layout;
    page_layout(db, page, &layout);
    return layout.bytes[BYTE_UNUSED] + layout.bytes[BYTE_FREEBLOCK];
}

static void say_insert(struct machine *machine, struct vm_cursor *cursor, uint32_t size)
{
    const struct btree_page *page = page_under(cursor);
    if (!machine->watched || !page)
        return;
    uint32_t room = free_bytes(machine->db, page);
    snprintf(machine->effect, sizeof machine->effect,
             "would write %u bytes on page %u, %s, which has %u free: %s", size,
             page->number, page_kind_name(page->kind), room,
             size + 8 <= room ? "they fit" : "it overflows or splits");
}

static void say_delete(struct machine *machine, struct vm_cursor *cursor)
{
    const struct btree_page *page = page_under(cursor);
    if (!machine->watched || !page || !cursor->tree.valid)
        return;
    snprintf(machine->effect, sizeof machine->effect,
             "would free the %u bytes at byte %u of page %u, which keeps %u cells",
             cursor->tree.cell.size, cursor->tree.cell.offset, page->number,
             page->cells - 1);
}

/* ---- tables ---- */

static int last_rowid(struct vm_cursor *cursor, int64_t *rowid)
{
    int found = cursor_last(cursor);
    *rowid = found == 1 ? cursor_rowid(cursor) : 0;
    if (found >= 0 && cursor->changes) {
        const struct entry *last = store_last(&cursor->changes->added);
        if (last && (last->rowid > *rowid || found == 0))
            *rowid = last->rowid;
        found |= last != NULL;
    }
    return found;
}

/* The largest rowid plus one. With AUTOINCREMENT, P3 keeps the largest ever. */
enum outcome op_NewRowid(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    int64_t rowid;
    if (!cursor)
        return STOPPED;
    int found = last_rowid(cursor, &rowid);
    if (found < 0)
        return stop_fault(machine);
    if (rowid == INT64_MAX)
        return stop_unknown(machine, op, "takes a rowid by chance: the largest is taken");
    rowid = found ? rowid + 1 : 1;
    if (op->p3) {
        struct reg *largest = reg_at(machine, op->p3);
        int64_t ever = value_integer(&largest->value);
        if (ever == INT64_MAX)
            return stop_error(machine, SQLITE_FULL, "database or disk is full");
        if (rowid <= ever)
            rowid = ever + 1;
        reg_set_integer(largest, rowid);
    }
    reg_set_integer(reg_at(machine, op->p2), rowid);
    return GO_ON;
}

/* Cursors that share a table in memory must not point to what is gone: they step
 * back, so that the next row is the one behind it. */
static void leave_entry(struct machine *machine, const struct entry *entry)
{
    for (int i = 0; i < machine->code->cursors; i++) {
        struct vm_cursor *cursor = &machine->cursors[i];
        if (cursor->entry != entry || !entry)
            continue;
        cursor->entry = entry->previous; /* perhaps the head of the list */
        cursor->stale = true;
        cursor->null_row = true;
    }
}

static void put_in_store(struct machine *machine, struct vm_cursor *cursor, int64_t rowid,
                         const struct value *record)
{
    struct store *store = cursor->store;
    if (!store->order) {
        struct entry *old = store_seek_rowid(store, rowid);
        if (old && old->rowid == rowid)
            leave_entry(machine, old);
    } else {
        struct entry *old = store_seek_record(store, record->bytes, record->size);
        if (old)
            leave_entry(machine, old);
    }
    cursor->entry = store_put(store, rowid, record->bytes, record->size);
    cursor_moved(cursor);
}

enum outcome op_Insert(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    const struct value *record = &reg_at(machine, op->p2)->value;
    int64_t rowid = reg_at(machine, op->p3)->value.integer;
    if (!cursor)
        return STOPPED;
    machine->changed += op->p5 & COUNTS_AS_CHANGE;
    if (cursor->kind == CURSOR_STORE) {
        put_in_store(machine, cursor, rowid, record);
        return GO_ON;
    }
    struct changes *changes = changes_of(machine, cursor);
    store_put(&changes->added, rowid, NULL, 0);
    say_insert(machine, cursor, record->size + 4);
    return GO_ON;
}

enum outcome op_Delete(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (!cursor)
        return STOPPED;
    machine->changed += op->p2 & COUNTS_AS_CHANGE;
    if (cursor->kind == CURSOR_STORE) {
        struct entry *entry = cursor->entry;
        if (!entry || entry == cursor->store->head)
            return GO_ON;
        leave_entry(machine, entry);
        store_remove(cursor->store, entry);
        return GO_ON;
    }
    if (cursor->deferred && cursor_settle(machine, cursor) < 0)
        return STOPPED;
    struct changes *changes = changes_of(machine, cursor);
    if (cursor->is_table) {
        int64_t rowid = cursor_rowid(cursor);
        struct entry *added = store_seek_rowid(&changes->added, rowid);
        if (added && added->rowid == rowid)
            store_remove(&changes->added, added);
        store_put(&changes->removed, rowid, NULL, 0);
    } else if (cursor_record(machine, cursor) == 1) {
        store_put(&changes->removed, 0, cursor->record.bytes, cursor->record.size);
    }
    say_delete(machine, cursor);
    return GO_ON;
}

/* ---- indexes ---- */

enum outcome op_IdxInsert(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    const struct value *record = &reg_at(machine, op->p2)->value;
    if (!cursor)
        return STOPPED;
    if (record->type != VALUE_BLOB)
        return stop_unknown(machine, op, "has no record in register %d", op->p2);
    machine->changed += op->p5 & COUNTS_AS_CHANGE;
    if (cursor->kind == CURSOR_STORE) {
        put_in_store(machine, cursor, 0, record);
        return GO_ON;
    }
    struct changes *changes = changes_of(machine, cursor);
    store_put(&changes->added, 0, record->bytes, record->size);
    say_insert(machine, cursor, record->size + 2);
    return GO_ON;
}

static void remove_from_store(struct machine *machine, struct vm_cursor *cursor,
                              const uint8_t *record, uint32_t size)
{
    struct store *store = cursor->store;
    struct entry *entry = store_seek_record(store, record, size);
    if (!entry)
        return;
    record_set(&store->scratch[0], entry->record, entry->size);
    if (compare_records(&store->scratch[0], &store->scratch[1], store->order) != 0)
        return;
    leave_entry(machine, entry);
    store_remove(store, entry);
}

/* DELETE without WHERE: every page of the tree becomes free but the root. */
enum outcome op_Clear(struct machine *machine, const struct op *op)
{
    struct btree_cursor tree = {0};
    uint64_t count;
    if (op->p2 != 0)
        return stop_unknown(machine, op, "empties a table of another database");
    btree_init(&tree, machine->db, (uint32_t)op->p1);
    int status = btree_count(&tree, &count);
    btree_free(&tree);
    if (status < 0)
        return stop_fault(machine);
    if (op->p3)
        machine->changed += (int64_t)count;
    if (op->p3 > 0) {
        struct reg *sum = reg_at(machine, op->p3);
        reg_set_integer(sum, sum->value.integer + (int64_t)count);
    }
    snprintf(machine->effect, sizeof machine->effect,
             "would empty the b-tree of page %d: %llu entries, all pages but this free",
             op->p1, (unsigned long long)count);
    return GO_ON;
}

/* P3 registers from P2 on are the key. */
enum outcome op_IdxDelete(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    struct value values[FIELDS_MAX];
    uint8_t record[65536];
    if (!cursor)
        return STOPPED;
    if (op->p3 < 0 || op->p3 > FIELDS_MAX)
        return stop_unknown(machine, op, "has a key of %d values", op->p3);
    for (int i = 0; i < op->p3; i++)
        values[i] = reg_at(machine, op->p2 + i)->value;
    size_t size = record_build(values, (size_t)op->p3, NULL);
    if (size > sizeof record)
        return stop_unknown(machine, op, "has a key of %zu bytes", size);
    record_build(values, (size_t)op->p3, record);
    if (cursor->kind == CURSOR_STORE) {
        remove_from_store(machine, cursor, record, (uint32_t)size);
        return GO_ON;
    }
    struct changes *changes = changes_of(machine, cursor);
    struct entry *added = store_seek_record(&changes->added, record, (uint32_t)size);
    if (added && added->size == size && !memcmp(added->record, record, size))
        store_remove(&changes->added, added);
    store_put(&changes->removed, 0, record, (uint32_t)size);
    if (cursor_seek_key(machine, cursor, reg_at(machine, op->p2), (uint32_t)op->p3, 0) <
        0)
        return stop_fault(machine);
    say_delete(machine, cursor);
    return GO_ON;
}
