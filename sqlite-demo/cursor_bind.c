/* Values, and binding them to the question marks of a statement.
 *
 * A bound value is data whatever it contains: it never becomes SQL. The number
 * of values must be the number of parameters exactly.
 */
#include <limits.h>
#include <string.h>

#include "sqlite-demo/cursor_internal.h"

struct db_value db_null(void)
{
    return (struct db_value){0};
}

struct db_value db_int(int64_t integer)
{
    return (struct db_value){.type = DB_INT, .integer = integer};
}

struct db_value db_real(double real)
{
    return (struct db_value){.type = DB_REAL, .real = real};
}

struct db_value db_text(const char *text)
{
    return text ? db_text_of(text, strlen(text)) : db_null();
}

struct db_value db_text_of(const char *text, size_t length)
{
    return (struct db_value){.type = DB_TEXT, .text = text, .length = length};
}

struct db_value db_blob(const void *blob, size_t length)
{
    return (struct db_value){.type = DB_BLOB, .blob = blob, .length = length};
}

static int check_value(sqlite3_stmt *stmt, int index, const struct db_value *value,
                       struct db_err *err)
{
    const char *name = sqlite3_bind_parameter_name(stmt, index);
    if (name && name[0] != '?')
        return err_set(err, DB_PROGRAMMING_ERROR,
                       "Binding %d ('%s') is a named parameter, but you supplied a "
                       "sequence which requires nominal (qmark) placeholders.",
                       index, name);
    if (value->length > INT_MAX)
        return err_set(err, DB_DATA_ERROR, "%s longer than INT_MAX bytes",
                       value->type == DB_TEXT ? "string" : "BLOB");
    return 0;
}

int bind_params(struct db_conn *conn, sqlite3_stmt *stmt, struct db_params params,
                struct db_err *err)
{
    int wanted = sqlite3_bind_parameter_count(stmt);
    if (params.count != (size_t)wanted)
        return err_set(err, DB_PROGRAMMING_ERROR,
                       "Incorrect number of bindings supplied. The current statement "
                       "uses %d, and there are %zu supplied.",
                       wanted, params.count);
    for (int i = 0; i < wanted; i++) {
        if (check_value(stmt, i + 1, &params.values[i], err))
            return -1;
        if (call_bind(conn, stmt, i + 1, &params.values[i]) != SQLITE_OK)
            return err_sqlite(err, conn);
    }
    return 0;
}
