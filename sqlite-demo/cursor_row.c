/* Rows: what SQLite lends until the next step, copied into one block of memory.
 *
 *     row ─▶ ┌───────┬─────────┬─────────┬───┬──────────────┬──────────────┐
 *            │ count │ value 0 │ value 1 │ … │ bytes of 0 \0 │ bytes of 1 \0 │
 *            └───────┴────┬────┴─────────┴───┴─▲────────────┴──────────────┘
 *                         └────────────────────┘
 *
 * The copy is made because the cursor steps on before the caller sees the row.
 * Every text and blob gets a NUL behind it that its length does not count.
 */
#include <stdlib.h>
#include <string.h>

#include "sqlite-demo/cursor_internal.h"

static int block_reserve(struct row_block *block, size_t size, struct db_err *err)
{
    struct db_row *grown;
    if (size <= block->capacity)
        return 0;
    grown = realloc(block->row, size);
    if (!grown)
        return err_memory(err);
    *block = (struct row_block){grown, size};
    return 0;
}

static bool has_bytes(const struct db_value *value)
{
    return value->type == DB_TEXT || value->type == DB_BLOB;
}

/* Fills the values, their bytes still SQLite's; adds what they need to *size. */
static int read_values(struct db_conn *conn, sqlite3_stmt *stmt, struct db_row *row,
                       size_t *size, struct db_err *err)
{
    for (size_t i = 0; i < row->count; i++) {
        row->values[i] = call_column(conn, stmt, (int)i);
        if (row->values[i].type == DB_TEXT && !row->values[i].text)
            return err_memory(err);
        if (has_bytes(&row->values[i]))
            *size += row->values[i].length + 1;
    }
    return 0;
}

static void copy_bytes(struct db_row *row)
{
    char *place = (char *)&row->values[row->count];
    for (size_t i = 0; i < row->count; i++) {
        struct db_value *value = &row->values[i];
        if (!has_bytes(value))
            continue;
        if (value->length)
            memcpy(place, value->blob, value->length);
        place[value->length] = '\0';
        value->blob = place;
        place += value->length + 1;
    }
}

int row_store(struct db_conn *conn, sqlite3_stmt *stmt, struct row_block *block,
              struct db_err *err)
{
    size_t count = (size_t)sqlite3_column_count(stmt);
    size_t size = sizeof(struct db_row) + count * sizeof(struct db_value);

    if (block_reserve(block, size, err))
        return -1;
    block->row->count = count;
    if (read_values(conn, stmt, block->row, &size, err) ||
        block_reserve(block, size, err))
        return -1;
    copy_bytes(block->row);
    return 0;
}

void db_rows_free(struct db_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        free(rows->rows[i]);
    free(rows->rows);
    *rows = (struct db_rows){0};
}
