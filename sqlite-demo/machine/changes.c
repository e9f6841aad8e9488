/* What the statement would have changed in the file by now.
 *
 * The file is never written. So that a second INSERT of one statement does not get
 * the rowid of the first, and finds its key taken, the rows and entries that came
 * and went are kept here, for each b-tree. */
#include <stdlib.h>

#include "sqlite-demo/machine/opcodes.h"

struct changes *changes_find(struct machine *machine, uint32_t root)
{
    struct changes *changes = machine->changes;
    while (changes && changes->root != root)
        changes = changes->next;
    return changes;
}

static void share(struct machine *machine, struct changes *changes)
{
    for (int i = 0; i < machine->code->cursors; i++) {
        struct vm_cursor *cursor = &machine->cursors[i];
        if (cursor->kind == CURSOR_FILE && cursor->tree.root == changes->root)
            cursor->changes = changes;
    }
}

struct changes *changes_of(struct machine *machine, struct vm_cursor *cursor)
{
    if (cursor->changes)
        return cursor->changes;
    struct changes *changes = xcalloc(1, sizeof *changes);
    changes->root = cursor->tree.root;
    store_open(&changes->added, cursor->order);
    store_open(&changes->removed, cursor->order);
    changes->next = machine->changes;
    machine->changes = changes;
    share(machine, changes);
    return changes;
}

static bool has_row(struct store *store, int64_t rowid)
{
    const struct entry *entry = store_seek_rowid(store, rowid);
    return entry && entry->rowid == rowid;
}

enum outcome row_after_changes(struct machine *machine, const struct op *op,
                               struct vm_cursor *cursor, int64_t rowid, bool *there)
{
    (void)machine, (void)op;
    if (!cursor->changes)
        return GO_ON;
    if (has_row(&cursor->changes->added, rowid))
        *there = true;
    else if (*there && has_row(&cursor->changes->removed, rowid))
        *there = false;
    return GO_ON;
}

static bool has_key(struct store *store, const struct reg *key, uint32_t count)
{
    struct entry *entry = store_seek_key(store, key, count, 0);
    if (!entry)
        return false;
    record_set(&store->scratch[0], entry->record, entry->size);
    return compare_record(&store->scratch[0], key, count, store->order, 0) == 0;
}

/* An entry that the statement removed from the file is not there any more. Of two
 * with the same beginning only one can be in the file, if the index is unique. */
enum outcome entry_after_changes(struct machine *machine, const struct op *op,
                                 struct vm_cursor *cursor, bool *there)
{
    const struct reg *key = reg_at(machine, op->p3);
    uint32_t count = (uint32_t)op->p4_integer;
    if (!cursor->changes)
        return GO_ON;
    if (has_key(&cursor->changes->added, key, count))
        *there = true;
    else if (*there && has_key(&cursor->changes->removed, key, count))
        *there = false;
    return GO_ON;
}
