/* Cursors: executing a statement, and the attributes that it leaves behind.
 *
 *     execute:  drop the old statement → prepare → BEGIN if it is due → bind
 *               → step to the first row
 *
 * The order is Python's and can be seen from outside: a wrong number of values
 * is found after BEGIN was sent, so the failed INSERT leaves a transaction open.
 *
 * While statement.handle is set, SQLite stands on a row that was not fetched yet.
 */
#include <stdlib.h>
#include <string.h>

#include "sqlite-demo/cursor_internal.h"

int cursor_usable(const struct db_cur *cur, struct db_err *err)
{
    if (cur->closed)
        return err_set(err, DB_PROGRAMMING_ERROR, "Cannot operate on a closed cursor.");
    return conn_usable(cur->conn, err);
}

int db_cursor(struct db_conn *conn, struct db_cur **cur, struct db_err *err)
{
    struct db_cur *made;

    *cur = NULL;
    if (conn_usable(conn, err))
        return -1;
    made = calloc(1, sizeof *made);
    if (!made)
        return err_memory(err);
    made->conn = conn;
    made->rowcount = -1;
    made->arraysize = 1;
    made->next = conn->cursors;
    conn->cursors = made;
    *cur = made;
    return 0;
}

int db_cursor_close(struct db_cur *cur, struct db_err *err)
{
    if (conn_usable(cur->conn, err))
        return -1;
    statement_drop(cur->conn, &cur->statement);
    cur->closed = true;
    return 0;
}

static void description_drop(struct db_cur *cur)
{
    free(cur->description);
    cur->description = NULL;
}

void db_cursor_free(struct db_cur *cur)
{
    struct db_cur **place;
    if (!cur)
        return;
    statement_drop(cur->conn, &cur->statement);
    description_drop(cur);
    free(cur->block.row);
    for (place = &cur->conn->cursors; *place != cur; place = &(*place)->next)
        ;
    *place = cur->next;
    conn_release(cur->conn);
    free(cur);
}

/* The bytes that a string takes with its NUL; NULL takes none. */
static size_t string_size(const char *string)
{
    return string ? strlen(string) + 1 : 0;
}

static const char *string_copy(const char *string, char **place)
{
    char *copy = *place;
    if (!string)
        return NULL;
    *place = stpcpy(copy, string) + 1;
    return copy;
}

/* One block: the columns, then the strings, which SQLite only lends. */
static int description_make(struct db_cur *cur, struct db_err *err)
{
    sqlite3_stmt *stmt = cur->statement.handle;
    int count = sqlite3_column_count(stmt);
    size_t size = sizeof *cur->description + (size_t)count * sizeof(struct db_column);
    char *place;

    if (!count)
        return 0;
    for (int i = 0; i < count; i++)
        size += string_size(sqlite3_column_name(stmt, i)) +
                string_size(sqlite3_column_decltype(stmt, i));
    cur->description = calloc(1, size);
    if (!cur->description)
        return err_memory(err);
    cur->description->count = (size_t)count;
    place = (char *)&cur->description->columns[count];
    for (int i = 0; i < count; i++) {
        struct db_column *column = &cur->description->columns[i];
        column->name = string_copy(sqlite3_column_name(stmt, i), &place);
        column->decltype = string_copy(sqlite3_column_decltype(stmt, i), &place);
    }
    return 0;
}

static int begin_if_due(struct db_cur *cur, struct db_err *err)
{
    struct db_conn *conn = cur->conn;
    if (!cur->statement.is_dml || !conn->begin[0] || !call_get_autocommit(conn))
        return 0;
    return transaction_begin(conn, err);
}

/* An INSERT that inserted nothing (OR IGNORE) leaves lastrowid as it was. With
 * RETURNING, all rows are in when the first one is given. */
static void note_lastrowid(struct db_cur *cur, bool has_row)
{
    if (!cur->statement.is_insert || (!has_row && cur->rowcount <= 0))
        return;
    cur->lastrowid = call_last_insert_rowid(cur->conn);
    cur->has_lastrowid = true;
}

/* The columns are read after the first step, which compiles the statement anew
 * when another connection changed the schema. */
int cursor_step(struct db_cur *cur, bool first, struct db_err *err)
{
    int code = call_step(cur->conn, cur->statement.handle);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return err_sqlite(err, cur->conn);
    if (code == SQLITE_DONE && cur->statement.is_dml)
        cur->rowcount = call_changes(cur->conn);
    if (first)
        note_lastrowid(cur, code == SQLITE_ROW);
    if (first && description_make(cur, err))
        return -1;
    if (code == SQLITE_DONE)
        statement_drop(cur->conn, &cur->statement);
    return 0;
}

static int run_statement(struct db_cur *cur, const char *sql, size_t length,
                         struct db_params params, struct db_err *err)
{
    if (statement_prepare(cur->conn, sql, length, &cur->statement, err))
        return -1;
    if (cur->statement.is_dml)
        cur->rowcount = 0;
    if (begin_if_due(cur, err) ||
        bind_params(cur->conn, cur->statement.handle, params, err))
        return -1;
    if (!cur->statement.handle)
        return 0;
    return cursor_step(cur, true, err);
}

int db_execute_text(struct db_cur *cur, const char *sql, size_t length,
                    struct db_params params, struct db_err *err)
{
    cur->rowcount = -1;
    if (cursor_usable(cur, err))
        return -1;
    statement_drop(cur->conn, &cur->statement);
    description_drop(cur);
    if (run_statement(cur, sql, length, params, err)) {
        statement_drop(cur->conn, &cur->statement);
        description_drop(cur);
        cur->rowcount = -1;
        return -1;
    }
    return 0;
}

int db_execute(struct db_cur *cur, const char *sql, struct db_params params,
               struct db_err *err)
{
    return db_execute_text(cur, sql, strlen(sql), params, err);
}

struct db_conn *db_connection(const struct db_cur *cur)
{
    return cur->conn;
}

int64_t db_arraysize(const struct db_cur *cur)
{
    return cur->arraysize;
}

int db_set_arraysize(struct db_cur *cur, int64_t arraysize, struct db_err *err)
{
    if (arraysize < 0)
        return err_set(err, DB_PROGRAMMING_ERROR, "arraysize must not be negative");
    cur->arraysize = arraysize;
    return 0;
}

const struct db_description *db_description(const struct db_cur *cur)
{
    return cur->description;
}

int64_t db_rowcount(const struct db_cur *cur)
{
    return cur->rowcount;
}

bool db_lastrowid(const struct db_cur *cur, int64_t *rowid)
{
    if (cur->has_lastrowid)
        *rowid = cur->lastrowid;
    return cur->has_lastrowid;
}
