/* Executing: one statement, one statement many times, a whole script.
 *
 *     execute:  drop the old statement → compile → BEGIN if it is due → bind
 *               → step to the first row
 *
 * The order is Python's and can be seen from outside: a wrong number of values
 * is found after BEGIN was sent, so the failed INSERT leaves a transaction open.
 *
 * While cur->statement is set, SQLite stands on a row that was not fetched yet.
 * While cur->locked is set, whoever is called back cannot use the cursor.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "sqlite-demo/cursor_internal.h"

void description_drop(struct db_cur *cur)
{
    free(cur->description);
    cur->description = NULL;
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
    sqlite3_stmt *stmt = cur->statement->handle;
    int count = sqlite3_column_count(stmt);
    size_t size = sizeof *cur->description + (size_t)count * sizeof(struct db_column);
    char *place;

    if (!count || cur->description)
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
    if (!cur->statement->is_dml || conn->autocommit != DB_AUTOCOMMIT_LEGACY ||
        !conn->isolation_level || !call_get_autocommit(conn))
        return 0;
    return transaction_begin(conn, err);
}

/* An INSERT that inserted nothing (OR IGNORE) leaves lastrowid as it was. With
 * RETURNING, all rows are in when the first one is given. */
static void note_lastrowid(struct db_cur *cur, bool has_row)
{
    if (conn_is_python(cur->conn))
        return;
    if (!cur->statement->is_insert || (!has_row && cur->rowcount <= 0))
        return;
    cur->lastrowid = call_last_insert_rowid(cur->conn);
    cur->has_lastrowid = true;
}

/* The columns are read after the first step, which compiles the statement anew
 * when another connection changed the schema. */
int cursor_step(struct db_cur *cur, bool first, struct db_err *err)
{
    struct statement *statement = cur->statement;
    int code = call_step(cur->conn, statement->handle);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return err_sqlite(err, cur->conn);
    if (code == SQLITE_DONE && statement->is_dml)
        cur->rowcount = call_changes(cur->conn);
    if (first)
        note_lastrowid(cur, code == SQLITE_ROW);
    if (first && description_make(cur, err))
        return -1;
    if (code == SQLITE_DONE)
        statement_release(cur->conn, &cur->statement);
    return 0;
}

/* ---- execute ---- */

/* CPython copies the connection's after every statement, whatever it was. */
static void copy_lastrowid(struct db_cur *cur)
{
    if (!conn_is_python(cur->conn))
        return;
    cur->lastrowid = call_last_insert_rowid(cur->conn);
    cur->has_lastrowid = true;
}

/* CPython steps an empty statement, too, and takes the error that SQLite remembers for
 * that step's: one from before, if the text came from the cache. */
static int run_empty(struct db_cur *cur, struct db_err *err)
{
    statement_release(cur->conn, &cur->statement);
    if (!conn_is_python(cur->conn) || call_extended_errcode(cur->conn) == SQLITE_OK)
        return 0;
    return err_sqlite(err, cur->conn);
}

static int run_once(struct db_cur *cur, const char *sql, size_t length,
                    const struct db_params *params, struct db_err *err)
{
    if (statement_get(cur->conn, sql, length, &cur->statement, err))
        return -1;
    cur->rowcount = cur->statement->is_dml ? 0 : -1;
    if (begin_if_due(cur, err) ||
        bind_params(cur->conn, cur->statement, params, false, err))
        return -1;
    if (!cur->statement->handle)
        return run_empty(cur, err);
    if (cursor_step(cur, true, err))
        return -1;
    copy_lastrowid(cur);
    return 0;
}

/* Before anything runs: what the cursor did last is over. */
static int start(struct db_cur *cur, struct db_err *err)
{
    bool usable = cursor_usable(cur, err) == 0;
    cur->rowcount = -1;
    if (usable || (conn_is_python(cur->conn) && !cur->locked))
        statement_release(cur->conn, &cur->statement);
    if (!usable)
        return -1;
    description_drop(cur);
    cur->locked = true;
    return 0;
}

/* CPython leaves the description of a statement that failed while it ran. */
static int finish(struct db_cur *cur, int result)
{
    cur->locked = false;
    if (result == 0)
        return 0;
    statement_release(cur->conn, &cur->statement);
    if (!conn_is_python(cur->conn))
        description_drop(cur);
    cur->rowcount = -1;
    return -1;
}

int db_execute_text(struct db_cur *cur, const char *sql, size_t length,
                    struct db_params params, struct db_err *err)
{
    if (start(cur, err))
        return -1;
    return finish(cur, run_once(cur, sql, length, &params, err));
}

int db_execute(struct db_cur *cur, const char *sql, struct db_params params,
               struct db_err *err)
{
    return db_execute_text(cur, sql, strlen(sql), params, err);
}

/* ---- executemany ---- */

/* Rows of RETURNING are dropped. CPython 3.11 drops all but the first unseen, so it
 * counts no change; later ones leave the statement on its first row, and then cannot
 * bind again. */
static int drop_rows(struct db_cur *cur, int code)
{
    if (conn_is_python(cur->conn))
        return SQLITE_ROW;
    while (code == SQLITE_ROW)
        code = call_step(cur->conn, cur->statement->handle);
    return code;
}

static int run_one_of_many(struct db_cur *cur, const struct db_params *params,
                           struct db_err *err)
{
    sqlite3_stmt *stmt = cur->statement->handle;
    int code;
    if (bind_params(cur->conn, cur->statement, params, true, err))
        return -1;
    code = call_step(cur->conn, stmt);
    if (code == SQLITE_ROW)
        code = drop_rows(cur, code);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return err_sqlite(err, cur->conn);
    if (description_make(cur, err))
        return -1;
    if (code == SQLITE_DONE && cur->statement->is_dml)
        cur->rowcount += call_changes(cur->conn);
    if (code == SQLITE_DONE || !conn_is_python(cur->conn) ||
        cur->conn->compat == DB_CPYTHON_3_11)
        call_reset(cur->conn, stmt);
    return 0;
}

static int run_many(struct db_cur *cur, const char *sql, size_t length, db_source *source,
                    void *self, struct db_err *err)
{
    struct db_params params;
    int given;
    if (statement_get(cur->conn, sql, length, &cur->statement, err))
        return -1;
    if (sqlite3_stmt_readonly(cur->statement->handle))
        return db_fail(err, DB_PROGRAMMING_ERROR,
                       "executemany() can only execute DML statements.");
    cur->rowcount = cur->statement->is_dml ? 0 : -1;
    if (begin_if_due(cur, err))
        return -1;
    while ((given = source(self, &params, err)) == 1)
        if (run_one_of_many(cur, &params, err))
            return -1;
    if (given < 0)
        return -1;
    if (!sqlite3_stmt_busy(cur->statement->handle))
        statement_release(cur->conn, &cur->statement);
    return 0;
}

int db_executemany_text(struct db_cur *cur, const char *sql, size_t length,
                        db_source *source, void *self, struct db_err *err)
{
    if (start(cur, err))
        return -1;
    return finish(cur, run_many(cur, sql, length, source, self, err));
}

int db_executemany(struct db_cur *cur, const char *sql, db_source *source, void *self,
                   struct db_err *err)
{
    return db_executemany_text(cur, sql, strlen(sql), source, self, err);
}

struct array {
    const struct db_params *rows;
    size_t left;
};

static int next_of_array(void *self, struct db_params *params, struct db_err *err)
{
    struct array *array = self;
    (void)err;
    if (!array->left)
        return 0;
    array->left--;
    *params = *array->rows++;
    return 1;
}

int db_executemany_rows(struct db_cur *cur, const char *sql, const struct db_params *rows,
                        size_t count, struct db_err *err)
{
    struct array array = {rows, count};
    return db_executemany(cur, sql, next_of_array, &array, err);
}

/* ---- executescript ---- */

/* Runs the statement at *sql to its end and moves *sql behind it. */
static int run_part(struct db_conn *conn, const char **sql, const char *end,
                    struct db_err *err)
{
    sqlite3_stmt *stmt = NULL;
    int code, result = 0;
    if (call_prepare(conn, *sql, (size_t)(end - *sql), &stmt, sql) != SQLITE_OK)
        return err_sqlite(err, conn);
    if (!stmt)
        return 0;
    while ((code = call_step(conn, stmt)) == SQLITE_ROW)
        ;
    if (code != SQLITE_DONE)
        result = err_sqlite(err, conn);
    call_finalize(conn, stmt);
    return result;
}

int db_executescript_text(struct db_cur *cur, const char *sql, size_t length,
                          struct db_err *err)
{
    struct db_conn *conn = cur->conn;
    const char *end = sql + length;
    int result = 0;

    bool nul = length && memchr(sql, '\0', length);
    if (nul && conn_is_python(conn))
        return db_fail(err, DB_VALUE_ERROR, "embedded null character");
    if (cursor_usable(cur, err))
        return -1;
    if (nul)
        return db_fail(err, DB_PROGRAMMING_ERROR, "the query contains a null character");
    if (length > (size_t)sqlite3_limit(conn->db, SQLITE_LIMIT_SQL_LENGTH, -1))
        return db_fail(err, DB_DATA_ERROR, "query string is too large");
    cur->locked = true;
    if (conn->autocommit == DB_AUTOCOMMIT_LEGACY && !call_get_autocommit(conn))
        result = transaction_command(conn, "COMMIT", err);
    while (result == 0 && sql < end)
        result = run_part(conn, &sql, end, err);
    cur->locked = false;
    return result;
}

int db_executescript(struct db_cur *cur, const char *sql, struct db_err *err)
{
    return db_executescript_text(cur, sql, strlen(sql), err);
}
