/* Fetching: hand out the row that SQLite stands on, then step to the next.
 *
 * Because the step comes first and the row is handed out after it, the error of
 * the next row is reported in the place of the present one.
 */
#include <limits.h>
#include <stdlib.h>

#include "sqlite-demo/cursor_internal.h"

/* CPython gives no rows where PEP 249 wants an error. */
static int fetchable(const struct db_cur *cur, struct db_err *err)
{
    if (cursor_usable(cur, err))
        return -1;
    if (!cur->description && !conn_is_python(cur->conn))
        return db_fail(err, DB_PROGRAMMING_ERROR,
                       "There are no rows to fetch: the cursor's last statement did not "
                       "produce a result set.");
    return 0;
}

/* Copies the row and steps on. CPython stays on a row whose text it cannot decode. */
static int copy_and_step(struct db_cur *cur, struct row_block *block, struct db_err *err)
{
    bool stored = row_store(cur->conn, cur->statement->handle, block, err) == 0;
    if (stored && cursor_step(cur, false, err) == 0)
        return 0;
    if (stored || !conn_is_python(cur->conn))
        statement_release(cur->conn, &cur->statement);
    return -1;
}

/* Moves the present row into the block and steps on: 1, 0 at the end, -1. */
static int take_row(struct db_cur *cur, struct row_block *block, struct db_err *err)
{
    int result;
    if (!cur->statement)
        return 0;
    cur->locked = true;
    result = copy_and_step(cur, block, err);
    if (result == 0 && cur->row_factory)
        result = cur->row_factory(cur->row_factory_self, cur, block->row, err);
    cur->locked = false;
    return result ? -1 : 1;
}

int db_fetchone(struct db_cur *cur, const struct db_row **row, struct db_err *err)
{
    int taken;
    *row = NULL;
    if (fetchable(cur, err))
        return -1;
    taken = take_row(cur, &cur->block, err);
    if (taken == 1)
        *row = cur->block.row;
    return taken;
}

static int append_row(struct db_rows *rows, size_t *capacity, struct db_row *row,
                      struct db_err *err)
{
    if (rows->count == *capacity) {
        size_t larger = *capacity ? *capacity * 2 : 16;
        struct db_row **grown = reallocarray(rows->rows, larger, sizeof *grown);
        if (!grown)
            return err_memory(err);
        rows->rows = grown;
        *capacity = larger;
    }
    rows->rows[rows->count++] = row;
    return 0;
}

/* On failure the rows that were taken are freed: they are lost, as in Python. */
static int take_rows(struct db_cur *cur, uint64_t most, struct db_rows *rows,
                     struct db_err *err)
{
    size_t capacity = 0;
    while (rows->count < most) {
        struct row_block block = {0};
        int taken = take_row(cur, &block, err);
        if (taken == 1 && append_row(rows, &capacity, block.row, err) == 0)
            continue;
        free(block.row);
        if (taken == 0)
            break;
        db_rows_free(rows);
        return -1;
    }
    return 0;
}

/* CPython up to 3.13.7 counts to the size, which it never meets if it is not above
 * zero: all rows. Later it refuses a negative one. */
static int check_size(const struct db_cur *cur, int64_t count, uint64_t *most,
                      struct db_err *err)
{
    const struct db_conn *conn = cur->conn;
    bool wide = conn->compat >= DB_CPYTHON_3_14; /* an unsigned number of 32 bits */
    *most = (uint64_t)count;
    if (conn_is_python(conn) &&
        (count > (wide ? UINT32_MAX : INT_MAX) || (!wide && count < INT_MIN)))
        return db_fail(err, DB_OVERFLOW_ERROR,
                       "Python int too large to convert to C int");
    if (count > 0)
        return 0;
    if (conn_is_python(conn) && conn->compat < DB_CPYTHON_3_14)
        *most = UINT64_MAX;
    else if (count < 0)
        return err_either(err, conn, DB_PROGRAMMING_ERROR, DB_VALUE_ERROR,
                          conn_is_python(conn)
                              ? "maxrows must not be negative"
                              : "the number of rows to fetch must not be negative");
    return 0;
}

int db_fetchmany(struct db_cur *cur, int64_t count, struct db_rows *rows,
                 struct db_err *err)
{
    uint64_t most;
    *rows = (struct db_rows){0};
    if (count == DB_ARRAYSIZE)
        count = cur->arraysize;
    if (!conn_is_python(cur->conn) && fetchable(cur, err))
        return -1;
    if (check_size(cur, count, &most, err) || fetchable(cur, err))
        return -1;
    return take_rows(cur, most, rows, err);
}

int db_fetchall(struct db_cur *cur, struct db_rows *rows, struct db_err *err)
{
    *rows = (struct db_rows){0};
    if (fetchable(cur, err))
        return -1;
    return take_rows(cur, UINT64_MAX, rows, err);
}
