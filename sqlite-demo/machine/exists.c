/* Opcodes that ask whether there is a row, or an entry of an index. What the
 * statement has added or removed so far counts. */
#include <stdlib.h>

#include "sqlite-demo/machine/convert.h"
#include "sqlite-demo/machine/opcodes.h"

/* ---- is there such a row? ---- */

static enum outcome seek_row(struct machine *machine, const struct op *op, int64_t rowid)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (!cursor)
        return STOPPED;
    int found = cursor_seek_rowid(cursor, rowid);
    if (found < 0)
        return stop_fault(machine);
    cursor->null_row = false;
    bool there = found && cursor_rowid(cursor) == rowid;
    enum outcome changed = row_after_changes(machine, op, cursor, rowid, &there);
    return changed == GO_ON ? jump_if(machine, op, !there) : changed;
}

enum outcome op_SeekRowid(struct machine *machine, const struct op *op)
{
    struct value value = reg_at(machine, op->p3)->value;
    if (value.type == VALUE_TEXT) {
        struct value number;
        enum number_form form = text_number(&value, &number);
        if (form == NUMBER_INTEGER || form == NUMBER_REAL)
            value = number;
    }
    value_integer_affinity(&value);
    if (value.type != VALUE_INTEGER)
        return jump_to(machine, op->p2);
    return seek_row(machine, op, value.integer);
}

enum outcome op_NotExists(struct machine *machine, const struct op *op)
{
    return seek_row(machine, op, reg_at(machine, op->p3)->value.integer);
}

/* ---- is there such an entry? ---- */

static int store_has(struct vm_cursor *cursor, const struct value *record)
{
    struct store *store = cursor->store;
    cursor_moved(cursor);
    cursor->entry = store_seek_record(store, record->bytes, record->size);
    if (!cursor->entry)
        return 0;
    record_set(&store->scratch[0], cursor->entry->record, cursor->entry->size);
    return compare_records(&store->scratch[0], &store->scratch[1], store->order) == 0;
}

/* The fields of a record as registers: a key to look for in the file. */
static int file_has(struct machine *machine, struct vm_cursor *cursor,
                    const struct value *bytes)
{
    struct record record = {0};
    struct reg *key = xcalloc(FIELDS_MAX, sizeof *key);
    uint32_t count = 0;
    record_set(&record, bytes->bytes, bytes->size);
    while (count < FIELDS_MAX && record_field(&record, count, &key[count].value))
        count++;
    int found = cursor_seek_key(machine, cursor, key, count, 0);
    cursor->null_row = false;
    if (found == 1)
        found = cursor_record(machine, cursor);
    if (found == 1)
        found = compare_record(&cursor->record, key, count, cursor->order, 0) == 0;
    record_free(&record);
    free(key);
    return found;
}

/* The key is P4 registers from P3 on, or a record in P3. 1, 0; -1: stopped. */
static int find_entry(struct machine *machine, const struct op *op,
                      struct vm_cursor *cursor)
{
    const struct reg *key = reg_at(machine, op->p3);
    int found;
    if (op->p4_integer > 0) {
        found = cursor_seek_key(machine, cursor, key, (uint32_t)op->p4_integer, 0);
        cursor->null_row = false;
        if (found == 1) {
            int order = cursor_order(machine, op, cursor, 0);
            if (order == -2)
                return -1;
            found = order == 0;
        }
    } else if (key->value.type != VALUE_BLOB) {
        stop_unknown(machine, op, "has no record in register %d", op->p3);
        return -1;
    } else {
        found = cursor->kind == CURSOR_STORE ? store_has(cursor, &key->value)
                                             : file_has(machine, cursor, &key->value);
    }
    if (found < 0 && machine->stop == STOP_NOT)
        stop_fault(machine);
    return found;
}

static bool key_has_null(struct machine *machine, const struct op *op)
{
    for (int i = 0; i < op->p4_integer; i++)
        if (reg_is_null(reg_at(machine, op->p3 + i)))
            return true;
    return false;
}

static enum outcome look_for(struct machine *machine, const struct op *op, bool jump_when,
                             bool *found)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (!cursor)
        return STOPPED;
    int there = find_entry(machine, op, cursor);
    if (there < 0)
        return STOPPED;
    *found = there;
    if (op->p4_integer > 0 && entry_after_changes(machine, op, cursor, found) == STOPPED)
        return STOPPED;
    cursor->null_row = !*found;
    return jump_if(machine, op, *found == jump_when);
}

enum outcome op_Found(struct machine *machine, const struct op *op)
{
    bool found;
    return look_for(machine, op, true, &found);
}

enum outcome op_NotFound(struct machine *machine, const struct op *op)
{
    bool found;
    return look_for(machine, op, false, &found);
}

/* A NULL is in nobody's way. */
enum outcome op_NoConflict(struct machine *machine, const struct op *op)
{
    bool found = false;
    enum outcome outcome = look_for(machine, op, false, &found);
    if (outcome == GO_ON && found && key_has_null(machine, op))
        return jump_to(machine, op->p2);
    return outcome;
}

enum outcome op_IfNoHope(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    bool found = false;
    if (!cursor)
        return STOPPED;
    if (cursor->seek_hit >= op->p4_integer)
        return GO_ON;
    enum outcome outcome = look_for(machine, op, false, &found);
    if (found)
        cursor->seek_hit = op->p4_integer;
    return outcome;
}

enum outcome op_SeekHit(struct machine *machine, const struct op *op)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (!cursor)
        return STOPPED;
    if (cursor->seek_hit < op->p2)
        cursor->seek_hit = op->p2;
    else if (cursor->seek_hit > op->p3)
        cursor->seek_hit = op->p3;
    return GO_ON;
}
