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
#include <stdio.h>
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

/* Fills the values, their bytes still SQLite's; adds what they need to *size. Where
 * nobody is told of the calls, one per column will do in place of three. */
static int read_values(struct db_conn *conn, sqlite3_stmt *stmt, struct db_row *row,
                       size_t *size, struct db_err *err)
{
    for (size_t i = 0; i < row->count; i++) {
        row->values[i] = conn->on_call ? call_column(conn, stmt, (int)i)
                                       : value_from(sqlite3_column_value(stmt, (int)i));
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

/* ---- text ---- */

/* The length of the well-formed character at `text`, 0 if there is none: RFC 3629. */
static size_t character(const unsigned char *text, size_t left)
{
    unsigned char first = text[0];
    size_t length = first < 0x80   ? 1
                    : first < 0xc2 ? 0
                    : first < 0xe0 ? 2
                    : first < 0xf0 ? 3
                    : first < 0xf5 ? 4
                                   : 0;
    if (length > left)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    if ((first == 0xe0 && text[1] < 0xa0) || (first == 0xed && text[1] > 0x9f) ||
        (first == 0xf0 && text[1] < 0x90) || (first == 0xf4 && text[1] > 0x8f))
        return 0;
    return length;
}

static bool is_utf8(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length) {
        uint64_t word;
        if (length - i >= sizeof word) {
            memcpy(&word, text + i, sizeof word);
            if (!(word & 0x8080808080808080u)) {
                i += sizeof word;
                continue;
            }
        }
        size_t step = character((const unsigned char *)text + i, length - i);
        if (!step)
            return false;
        i += step;
    }
    return true;
}

/* Python's words: the text up to its first NUL, 198 bytes in all, and each byte that
 * is not ASCII as U+FFFD. */
static int err_decode(struct db_err *err, const char *column, const char *text)
{
    char raw[199], message[3 * sizeof raw], *out = message;
    snprintf(raw, sizeof raw, "Could not decode to UTF-8 column '%s' with text '%s'",
             column, text);
    for (const char *in = raw; *in; in++) {
        if ((unsigned char)*in < 0x80)
            *out++ = *in;
        else
            out = stpcpy(out, "\xef\xbf\xbd");
    }
    *out = '\0';
    return db_fail(err, DB_OPERATIONAL_ERROR, "%s", message);
}

static int check_text(struct db_conn *conn, sqlite3_stmt *stmt, struct db_row *row,
                      struct db_err *err)
{
    for (size_t i = 0; i < row->count; i++) {
        struct db_value *value = &row->values[i];
        if (value->type != DB_TEXT)
            continue;
        if (conn->text_factory) {
            if (conn->text_factory(conn->text_factory_self, value, err))
                return -1;
        } else if (!is_utf8(value->text, value->length)) {
            return err_decode(err, sqlite3_column_name(stmt, (int)i), value->text);
        }
    }
    return 0;
}

int db_text_as_is(void *self, struct db_value *text, struct db_err *err)
{
    (void)self, (void)text, (void)err;
    return 0;
}

int row_store(struct db_conn *conn, sqlite3_stmt *stmt, struct row_block *block,
              struct db_err *err)
{
    size_t count = (size_t)sqlite3_data_count(stmt);
    size_t size = sizeof(struct db_row) + count * sizeof(struct db_value);

    if (block_reserve(block, size, err))
        return -1;
    block->row->count = count;
    if (read_values(conn, stmt, block->row, &size, err) ||
        block_reserve(block, size, err))
        return -1;
    copy_bytes(block->row);
    return check_text(conn, stmt, block->row, err);
}

void db_rows_free(struct db_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        free(rows->rows[i]);
    free(rows->rows);
    *rows = (struct db_rows){0};
}
