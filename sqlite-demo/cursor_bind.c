/* Values, and binding them to the parameters of a statement.
 *
 * A bound value is data whatever it contains: it never becomes SQL. In order, there
 * must be as many values as parameters; by name, one for each name.
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

static int bind_one(struct db_conn *conn, sqlite3_stmt *stmt, int index,
                    const struct db_value *value, bool lent, struct db_err *err)
{
    if (value->type == DB_OTHER)
        return db_fail(err, DB_PROGRAMMING_ERROR,
                       "Error binding parameter %d: type '%s' is not supported", index,
                       value->text);
    if (value->type == DB_BIG_INT)
        return err_either(err, conn, DB_DATA_ERROR, DB_OVERFLOW_ERROR,
                          conn_is_python(conn)
                              ? "Python int too large to convert to SQLite INTEGER"
                              : "an integer of more than 64 bits cannot be stored");
    if (value->length > INT_MAX)
        return err_either(err, conn, DB_DATA_ERROR, DB_OVERFLOW_ERROR,
                          value->type == DB_TEXT ? "string longer than INT_MAX bytes"
                                                 : "BLOB longer than INT_MAX bytes");
    if (call_bind(conn, stmt, index, value, lent) != SQLITE_OK)
        return err_sqlite(err, conn);
    return 0;
}

/* Returns the number of the parameter that a sequence must not bind; 0: none. CPython
 * binds named ones in their order up to 3.13 (3.12 begins to warn). */
static int refused_name(const struct db_conn *conn, const struct statement *statement)
{
    if (conn_is_python(conn) && conn->compat < DB_CPYTHON_3_14)
        return 0;
    return statement->first_named;
}

static int bind_in_order(struct db_conn *conn, const struct statement *statement,
                         const struct db_params *params, bool lent, struct db_err *err)
{
    sqlite3_stmt *stmt = statement->handle;
    int refused = refused_name(conn, statement);
    if (params->count != (size_t)statement->parameters)
        return db_fail(err, DB_PROGRAMMING_ERROR,
                       "Incorrect number of bindings supplied. The current statement "
                       "uses %d, and there are %zu supplied.",
                       statement->parameters, params->count);
    for (int i = 1; i <= statement->parameters; i++) {
        if (i == refused)
            return db_fail(err, DB_PROGRAMMING_ERROR,
                           "Binding %d ('%s') is a named parameter, but you supplied a "
                           "sequence which requires nominal (qmark) placeholders.",
                           i, sqlite3_bind_parameter_name(stmt, i));
        if (bind_one(conn, stmt, i, &params->values[i - 1], lent, err))
            return -1;
    }
    return 0;
}

/* Of two values of one name the last one counts, as in a Python dict. */
static const struct db_value *named_value(const struct db_params *params,
                                          const char *name)
{
    for (size_t i = params->count; i-- > 0;)
        if (!strcmp(params->named[i].name, name))
            return &params->named[i].value;
    return NULL;
}

static int bind_by_name(struct db_conn *conn, const struct statement *statement,
                        const struct db_params *params, bool lent, struct db_err *err)
{
    sqlite3_stmt *stmt = statement->handle;
    for (int i = 1; i <= statement->parameters; i++) {
        const char *name = sqlite3_bind_parameter_name(stmt, i);
        const struct db_value *value;
        if (!name)
            return db_fail(err, DB_PROGRAMMING_ERROR,
                           "Binding %d has no name, but you supplied a dictionary (which "
                           "has only names).",
                           i);
        value = named_value(params, name + 1);
        if (!value)
            return db_fail(err, DB_PROGRAMMING_ERROR,
                           "You did not supply a value for binding parameter :%s.",
                           name + 1);
        if (bind_one(conn, stmt, i, value, lent, err))
            return -1;
    }
    return 0;
}

int bind_params(struct db_conn *conn, const struct statement *statement,
                const struct db_params *params, bool lent, struct db_err *err)
{
    if (params->count == SIZE_MAX)
        return db_fail(err, DB_PROGRAMMING_ERROR, "parameters are of unsupported type");
    if (params->named)
        return bind_by_name(conn, statement, params, lent, err);
    return bind_in_order(conn, statement, params, lent, err);
}
