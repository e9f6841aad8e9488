/* One SQL text, one statement: compiling it and knowing its kind.
 *
 * SQLite compiles the first statement of a text and says where it ended; what
 * follows may only be blanks and comments. The kind is read from the first word,
 * as Python does it: "WITH … INSERT" is therefore no INSERT, and "INSERTX" is one
 * as far as it matters (SQLite refuses it).
 *
 * A text is `length` bytes: there need not be a NUL behind them.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sqlite-demo/cursor_internal.h"

/* The first byte that is neither blank nor comment; NULL: there is none. */
static const char *skip_comments(const char *sql, const char *end)
{
    while (sql < end) {
        size_t left = (size_t)(end - sql);
        if (memchr(" \t\f\n\r", *sql, 5)) {
            sql++;
        } else if (left >= 2 && !memcmp(sql, "--", 2)) {
            sql = memchr(sql, '\n', left);
            if (!sql)
                return NULL;
        } else if (left >= 2 && !memcmp(sql, "/*", 2)) {
            sql = memmem(sql + 2, left - 2, "*/", 2);
            if (!sql)
                return NULL;
            sql += 2;
        } else {
            return sql;
        }
    }
    return NULL;
}

static bool begins_with(const char *text, const char *end, const char *word)
{
    size_t length = strlen(word);
    return text && (size_t)(end - text) >= length && !strncasecmp(text, word, length);
}

static int check_text(struct db_conn *conn, const char *sql, size_t length,
                      struct db_err *err)
{
    int limit = sqlite3_limit(conn->db, SQLITE_LIMIT_SQL_LENGTH, -1);
    if (length > (size_t)limit)
        return db_fail(err, DB_DATA_ERROR, "query string is too large");
    if (length && memchr(sql, '\0', length))
        return db_fail(err, DB_PROGRAMMING_ERROR, "the query contains a null character");
    return 0;
}

static int compile(struct db_conn *conn, const char *sql, size_t length,
                   sqlite3_stmt **handle, struct db_err *err)
{
    const char *tail = sql;
    if (check_text(conn, sql, length, err))
        return -1;
    if (call_prepare(conn, sql, length, handle, &tail) != SQLITE_OK)
        return err_sqlite(err, conn);
    if (skip_comments(tail, sql + length)) {
        call_finalize(conn, *handle);
        return db_fail(err, DB_PROGRAMMING_ERROR,
                       "You can only execute one statement at a time.");
    }
    return 0;
}

/* "?3" is a number and no name. */
static int first_named(sqlite3_stmt *handle, int parameters)
{
    for (int i = 1; i <= parameters; i++) {
        const char *name = sqlite3_bind_parameter_name(handle, i);
        if (name && name[0] != '?')
            return i;
    }
    return 0;
}

int statement_compile(struct db_conn *conn, const char *sql, size_t length,
                      struct statement **statement, struct db_err *err)
{
    const char *end = sql + length, *first = skip_comments(sql, end);
    sqlite3_stmt *handle = NULL;
    struct statement *made;

    if (compile(conn, sql, length, &handle, err))
        return -1;
    made = calloc(1, sizeof *made + length + 1);
    if (!made) {
        call_finalize(conn, handle);
        return err_memory(err);
    }
    made->handle = handle;
    made->in_use = true;
    made->parameters = sqlite3_bind_parameter_count(handle);
    made->first_named = first_named(handle, made->parameters);
    made->is_insert =
        begins_with(first, end, "INSERT") || begins_with(first, end, "REPLACE");
    made->is_dml = made->is_insert || begins_with(first, end, "UPDATE") ||
                   begins_with(first, end, "DELETE");
    made->length = length;
    memcpy(made->sql, sql, length);
    *statement = made;
    return 0;
}
