/* Opcodes that go down a b-tree to a key.
 *
 * A search stands on the first entry that is not less than what is looked for. In
 * which direction entries with an equal beginning count is the last argument of
 * cursor_seek_key: -1 takes them for less, 1 for greater, 0 for found. */
#include "sqlite-demo/machine/convert.h"
#include "sqlite-demo/machine/opcodes.h"

enum direction { AT_LEAST, ABOVE, AT_MOST, BELOW };

static bool is_forward(enum direction direction)
{
    return direction == AT_LEAST || direction == ABOVE;
}

/* The cursor stands on the first entry not less, or behind the end (found 0). */
static int step_back(struct vm_cursor *cursor, int found)
{
    if (found < 0)
        return -1;
    return found ? cursor_previous(cursor) : cursor_last(cursor);
}

static enum outcome arrive(struct machine *machine, const struct op *op,
                           struct vm_cursor *cursor, int found)
{
    if (found < 0)
        return stop_fault(machine);
    cursor->null_row = false;
    return jump_if(machine, op, !found);
}

/* ---- tables: by rowid ---- */

static int seek_in_table(struct vm_cursor *cursor, enum direction direction, int64_t key)
{
    bool beyond = direction == ABOVE || direction == AT_MOST;
    if (beyond && key == INT64_MAX) { /* nothing is above it */
        cursor_moved(cursor);
        return is_forward(direction) ? cursor_last(cursor),
               cursor_next(cursor)   : cursor_last(cursor);
    }
    int found = cursor_seek_rowid(cursor, beyond ? key + 1 : key);
    return is_forward(direction) ? found : step_back(cursor, found);
}

/* A rowid is compared with whatever the register holds: 4.5 lies between 4 and 5,
 * text is greater than every number, and nothing is greater than NULL. */
static enum outcome seek_table(struct machine *machine, const struct op *op,
                               struct vm_cursor *cursor, enum direction direction)
{
    struct reg copy = {.value = reg_at(machine, op->p3)->value};
    if (copy.value.type == VALUE_TEXT) {
        struct value number;
        enum number_form form = text_number(&copy.value, &number);
        if (form == NUMBER_INTEGER || form == NUMBER_REAL)
            copy.value = number;
    }
    if (copy.value.type != VALUE_INTEGER && copy.value.type != VALUE_REAL) {
        if (copy.value.type == VALUE_NULL || is_forward(direction))
            return jump_to(machine, op->p2);
        return arrive(machine, op, cursor, cursor_last(cursor));
    }
    int64_t key = value_integer(&copy.value);
    const struct value whole = {.type = VALUE_INTEGER, .integer = key};
    int order = compare_values(&whole, &copy.value, COLLATE_BINARY);
    if (order > 0) /* rounded up: > 4.5 is >= 5, <= 4.5 is < 5 */
        direction = is_forward(direction) ? AT_LEAST : BELOW;
    else if (order < 0) /* rounded down: >= 4.5 is > 4, < 4.5 is <= 4 */
        direction = is_forward(direction) ? ABOVE : AT_MOST;
    return arrive(machine, op, cursor, seek_in_table(cursor, direction, key));
}

/* ---- indexes: by the values of registers ---- */

static int seek_in_index(struct machine *machine, const struct op *op,
                         struct vm_cursor *cursor, enum direction direction)
{
    int if_equal = direction == AT_LEAST || direction == BELOW ? 1 : -1;
    int found = cursor_seek_key(machine, cursor, reg_at(machine, op->p3),
                                (uint32_t)op->p4_integer, if_equal);
    return is_forward(direction) ? found : step_back(cursor, found);
}

/* A cursor that is opened for equality only is followed by IdxGT or IdxLT with the
 * same key: the seek answers that as well, and it is passed over. */
static enum outcome seek_exactly(struct machine *machine, const struct op *op,
                                 struct vm_cursor *cursor, int found)
{
    cursor->null_row = false;
    int order = found == 1 ? cursor_order(machine, op, cursor, 0) : 1;
    if (found < 0)
        return stop_fault(machine);
    if (order == -2)
        return STOPPED;
    return jump_to(machine, order == 0 ? machine->pc + 1 : op->p2);
}

static enum outcome seek(struct machine *machine, const struct op *op,
                         enum direction direction)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (!cursor)
        return STOPPED;
    if (cursor->is_table)
        return seek_table(machine, op, cursor, direction);
    int found = seek_in_index(machine, op, cursor, direction);
    if (cursor->exact_seek)
        return seek_exactly(machine, op, cursor, found);
    return arrive(machine, op, cursor, found);
}

enum outcome op_SeekGE(struct machine *machine, const struct op *op)
{
    return seek(machine, op, AT_LEAST);
}

enum outcome op_SeekGT(struct machine *machine, const struct op *op)
{
    return seek(machine, op, ABOVE);
}

enum outcome op_SeekLE(struct machine *machine, const struct op *op)
{
    return seek(machine, op, AT_MOST);
}

enum outcome op_SeekLT(struct machine *machine, const struct op *op)
{
    return seek(machine, op, BELOW);
}

/* ---- the index entry against the key ---- */

static enum outcome compare_entry(struct machine *machine, const struct op *op,
                                  int if_equal, int sign, int least)
{
    struct vm_cursor *cursor = cursor_at(machine, op, op->p1);
    if (!cursor)
        return STOPPED;
    int order = cursor_order(machine, op, cursor, if_equal);
    if (order == -2)
        return STOPPED;
    return jump_if(machine, op, sign * order >= least);
}

enum outcome op_IdxGE(struct machine *machine, const struct op *op)
{
    return compare_entry(machine, op, 0, 1, 0);
}

enum outcome op_IdxGT(struct machine *machine, const struct op *op)
{
    return compare_entry(machine, op, -1, 1, 0);
}

enum outcome op_IdxLT(struct machine *machine, const struct op *op)
{
    return compare_entry(machine, op, 0, -1, 1);
}

enum outcome op_IdxLE(struct machine *machine, const struct op *op)
{
    return compare_entry(machine, op, -1, -1, 1);
}

/* Before the SeekGE that follows: perhaps the key is only a few entries ahead. */
enum outcome op_SeekScan(struct machine *machine, const struct op *op)
{
    const struct op *next = op + 1;
    struct vm_cursor *cursor = cursor_at(machine, op, next->p1);
    if (!cursor)
        return STOPPED;
    if (!cursor_valid(cursor))
        return GO_ON;
    for (int steps = op->p1;; steps--) {
        int order = cursor_order(machine, next, cursor, 0);
        if (order == -2)
            return STOPPED;
        if (order > 0 && op->p5 == 0)
            return jump_to(machine, next->p2);
        if (order >= 0)
            return jump_to(machine, op->p2);
        if (steps <= 0)
            return GO_ON;
        int found = cursor_next(cursor);
        if (found < 0)
            return stop_fault(machine);
        if (found == 0)
            return jump_to(machine, next->p2);
    }
}
