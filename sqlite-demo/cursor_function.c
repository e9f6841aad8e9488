/* Functions and aggregates of the learner's own, called from SQL.
 *
 *     SQL ──▶ SQLite ──▶ on_…() here ──▶ the learner's function
 *             values     as db_value     result as db_value
 *
 * SQLite keeps the record of a function, and drops it when the function is replaced
 * or the connection closed. What a function says went wrong becomes the statement's
 * error, in CPython's words.
 */
#include <stdlib.h>
#include <string.h>

#include "sqlite-demo/cursor_internal.h"

enum { ARGUMENTS_MAX = 127 }; /* SQLITE_MAX_FUNCTION_ARG */

struct function {
    struct db_conn *conn;
    struct db_function call;
    struct db_aggregate aggregate;
};

struct db_value value_from(sqlite3_value *value)
{
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
        return db_int(sqlite3_value_int64(value));
    case SQLITE_FLOAT:
        return db_real(sqlite3_value_double(value));
    case SQLITE_TEXT: {
        const char *text = (const char *)sqlite3_value_text(value);
        return db_text_of(text, (size_t)sqlite3_value_bytes(value));
    }
    case SQLITE_BLOB: {
        const void *blob = sqlite3_value_blob(value);
        return db_blob(blob, (size_t)sqlite3_value_bytes(value));
    }
    }
    return db_null();
}

static size_t values_from(int count, sqlite3_value **from, struct db_value *to)
{
    for (int i = 0; i < count; i++) {
        to[i] = value_from(from[i]);
        if ((to[i].type == DB_TEXT || to[i].type == DB_BLOB) && !to[i].text)
            to[i].text = "";
    }
    return (size_t)count;
}

static void give(sqlite3_context *context, const struct db_value *value)
{
    switch (value->type) {
    case DB_NULL:
        sqlite3_result_null(context);
        break;
    case DB_INT:
        sqlite3_result_int64(context, value->integer);
        break;
    case DB_REAL:
        sqlite3_result_double(context, value->real);
        break;
    case DB_TEXT:
        sqlite3_result_text64(context, value->text, value->length, SQLITE_TRANSIENT,
                              SQLITE_UTF8);
        break;
    case DB_BLOB:
        sqlite3_result_blob64(context, value->length ? value->blob : "", value->length,
                              SQLITE_TRANSIENT);
        break;
    case DB_OTHER:
    case DB_BIG_INT:
        sqlite3_result_error(context, "user-defined function raised exception", -1);
        break;
    }
}

/* CPython never tells what the exception was; here the message is the learner's. */
static void give_error(sqlite3_context *context, const struct function *function,
                       const struct db_err *err, const char *python)
{
    bool tell = err->message[0] && !conn_is_python(function->conn);
    sqlite3_result_error(context, tell ? err->message : python, -1);
}

static void on_call(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct function *function = sqlite3_user_data(context);
    struct db_value arguments[ARGUMENTS_MAX], result = db_null();
    struct db_err err = {0};
    size_t given = values_from(count, values, arguments);
    if (function->call.call(function->call.self, arguments, given, &result, &err))
        give_error(context, function, &err, "user-defined function raised exception");
    else
        give(context, &result);
}

/* ---- aggregates ---- */

/* What SQLite keeps for a group: our mark that something failed, then the state. SQLite
 * aligns memory to 8 bytes. */
struct group {
    bool failed;
    _Alignas(8) char state[];
};

static struct group *group_of(sqlite3_context *context, const struct function *function)
{
    size_t size = sizeof(struct group) + function->aggregate.size;
    struct group *group = sqlite3_aggregate_context(context, (int)size);
    if (!group)
        sqlite3_result_error_nomem(context);
    return group;
}

static void take(sqlite3_context *context, int count, sqlite3_value **values,
                 bool inverse)
{
    const struct function *function = sqlite3_user_data(context);
    const struct db_aggregate *aggregate = &function->aggregate;
    struct db_value arguments[ARGUMENTS_MAX];
    struct db_err err = {0};
    struct group *group = group_of(context, function);
    size_t given = values_from(count, values, arguments);
    if (!group)
        return;
    if ((inverse ? aggregate->inverse : aggregate->step)(aggregate->self, group->state,
                                                         arguments, given, &err)) {
        group->failed = true;
        give_error(context, function, &err,
                   inverse ? "user-defined aggregate's 'inverse' method raised error"
                           : "user-defined aggregate's 'step' method raised error");
    }
}

static void on_step(sqlite3_context *context, int count, sqlite3_value **values)
{
    take(context, count, values, false);
}

static void on_inverse(sqlite3_context *context, int count, sqlite3_value **values)
{
    take(context, count, values, true);
}

static void answer(sqlite3_context *context, bool last)
{
    const struct function *function = sqlite3_user_data(context);
    const struct db_aggregate *aggregate = &function->aggregate;
    struct db_value result = db_null();
    struct db_err err = {0};
    struct group *group = group_of(context, function);
    int failed;
    if (!group)
        return;
    failed = (last ? aggregate->finish : aggregate->value)(aggregate->self, group->state,
                                                           &result, &err);
    if (group->failed)
        return; /* the statement has its error */
    if (failed)
        give_error(context, function, &err,
                   last ? "user-defined aggregate's 'finalize' method raised error"
                        : "user-defined aggregate's 'value' method raised error");
    else
        give(context, &result);
}

static void on_value(sqlite3_context *context)
{
    answer(context, false);
}

static void on_finish(sqlite3_context *context)
{
    answer(context, true);
}

/* ---- registering ---- */

static void on_drop(void *self)
{
    struct function *function = self;
    if (function->call.drop)
        function->call.drop(function->call.self);
    if (function->aggregate.drop)
        function->aggregate.drop(function->aggregate.self);
    free(function);
}

static struct function *function_new(struct db_conn *conn, struct db_err *err)
{
    struct function *function;
    if (conn_usable(conn, err))
        return NULL;
    function = calloc(1, sizeof *function);
    if (!function)
        err_memory(err);
    else
        function->conn = conn;
    return function;
}

/* CPython has words of its own when SQLite refuses, as for 128 arguments. */
static int refused(struct db_conn *conn, struct db_err *err)
{
    if (conn_is_python(conn))
        return db_fail(err, DB_OPERATIONAL_ERROR, "Error creating function");
    return err_sqlite(err, conn);
}

int db_create_function(struct db_conn *conn, const struct db_function *function,
                       struct db_err *err)
{
    int flags = SQLITE_UTF8 | (function->deterministic ? SQLITE_DETERMINISTIC : 0), code;
    struct function *made = function_new(conn, err);
    if (!made)
        return -1;
    if (function->call) {
        made->call = *function;
        code = sqlite3_create_function_v2(conn->db, function->name, function->arguments,
                                          flags, made, on_call, NULL, NULL, on_drop);
    } else {
        free(made);
        code = sqlite3_create_function_v2(conn->db, function->name, function->arguments,
                                          flags, NULL, NULL, NULL, NULL, NULL);
    }
    return code == SQLITE_OK ? 0 : refused(conn, err);
}

int db_create_aggregate(struct db_conn *conn, const struct db_aggregate *aggregate,
                        struct db_err *err)
{
    const char *name = aggregate->name;
    int arguments = aggregate->arguments, code;
    struct function *made = function_new(conn, err);
    if (!made)
        return -1;
    made->aggregate = *aggregate;
    if (!aggregate->step) {
        free(made);
        code = sqlite3_create_function_v2(conn->db, name, arguments, SQLITE_UTF8, NULL,
                                          NULL, NULL, NULL, NULL);
    } else if (aggregate->value && aggregate->inverse) {
        code = sqlite3_create_window_function(conn->db, name, arguments, SQLITE_UTF8,
                                              made, on_step, on_finish, on_value,
                                              on_inverse, on_drop);
    } else {
        code = sqlite3_create_function_v2(conn->db, name, arguments, SQLITE_UTF8, made,
                                          NULL, on_step, on_finish, on_drop);
    }
    return code == SQLITE_OK ? 0 : refused(conn, err);
}
