/* What a script does with cursors: execute and fetch. */
#include <limits.h>

#include "sqlite-demo/script_internal.h"

int op_cursor(struct script *script, json_t **argv, size_t argc)
{
    struct named_conn *conn = script_conn(script, argv[1]);
    struct db_cur *cur;
    (void)argc;
    if (!conn || db_cursor(conn->conn, &cur, &script->err))
        return -1;
    if (script_name_cur(script, argv[0], cur, conn)) {
        db_cursor_free(cur);
        return -1;
    }
    return 0;
}

int op_closecursor(struct script *script, json_t **argv, size_t argc)
{
    struct named_cur *cur = script_cur(script, argv[0]);
    (void)argc;
    return cur ? db_cursor_close(cur->cur, &script->err) : -1;
}

/* The cursor and the SQL that execute, executemany and executescript begin with. */
static struct db_cur *cursor_and_sql(struct script *script, json_t **argv,
                                     const char *operation)
{
    struct named_cur *cur = script_cur(script, argv[0]);
    if (!cur)
        return NULL;
    if (json_is_string(argv[1]))
        return cur->cur;
    script_type_error(script, db_connection(cur->cur), DB_TYPE_ERROR,
                      "%s must be str, not %s", operation,
                      json_is_null(argv[1]) ? "None" : script_type(argv[1]));
    return NULL;
}

int op_execute(struct script *script, json_t **argv, size_t argc)
{
    struct db_cur *cur = cursor_and_sql(script, argv, "execute() argument 1");
    struct db_params params;
    if (!cur || script_params(script, argc > 2 ? argv[2] : NULL, &params))
        return -1;
    return db_execute_text(cur, json_string_value(argv[1]), json_string_length(argv[1]),
                           params, &script->err);
}

struct source {
    struct script *script;
    const json_t *list;
    size_t next;
};

static int next_params(void *self, struct db_params *params, struct db_err *err)
{
    struct source *source = self;
    (void)err; /* it is the script's own */
    if (source->next == json_array_size(source->list))
        return 0;
    if (script_params(source->script, json_array_get(source->list, source->next++),
                      params))
        return -1;
    return 1;
}

int op_executemany(struct script *script, json_t **argv, size_t argc)
{
    struct db_cur *cur = cursor_and_sql(script, argv, "executemany() argument 1");
    struct source source = {script, argv[2], 0};
    (void)argc;
    if (!cur)
        return -1;
    if (!json_is_array(argv[2]))
        return script_type_error(script, db_connection(cur), DB_TYPE_ERROR,
                                 "'%s' object is not iterable", script_type(argv[2]));
    return db_executemany_text(cur, json_string_value(argv[1]),
                               json_string_length(argv[1]), next_params, &source,
                               &script->err);
}

int op_executescript(struct script *script, json_t **argv, size_t argc)
{
    struct db_cur *cur = cursor_and_sql(script, argv, "executescript() argument");
    (void)argc;
    if (!cur)
        return -1;
    return db_executescript_text(cur, json_string_value(argv[1]),
                                 json_string_length(argv[1]), &script->err);
}

int op_fetchone(struct script *script, json_t **argv, size_t argc)
{
    struct named_cur *cur = script_cur(script, argv[0]);
    int given = cur ? db_fetchone(cur->cur, &script->answer.row, &script->err) : -1;
    (void)argc;
    if (given == 1)
        script->answer.kind = ANSWER_ROW;
    return given < 0 ? -1 : 0;
}

static int read_size(struct script *script, const struct db_conn *conn,
                     const json_t *json, int64_t *size)
{
    struct db_value value;
    *size = DB_ARRAYSIZE;
    if (!json)
        return 0;
    if (script_value(script, json, &value))
        return -1;
    if (value.type == DB_BIG_INT)
        return script_type_error(script, conn, DB_OVERFLOW_ERROR,
                                 "Python int too large to convert to C long");
    if (value.type != DB_INT)
        return script_type_error(script, conn, DB_TYPE_ERROR,
                                 "'%s' object cannot be interpreted as an integer",
                                 script_type(json));
    *size = value.integer;
    return 0;
}

int op_fetchmany(struct script *script, json_t **argv, size_t argc)
{
    struct named_cur *cur = script_cur(script, argv[0]);
    int64_t size;
    if (!cur ||
        read_size(script, db_connection(cur->cur), argc > 1 ? argv[1] : NULL, &size))
        return -1;
    script->answer.kind = ANSWER_ROWS;
    return db_fetchmany(cur->cur, size, &script->answer.rows, &script->err);
}

int op_fetchall(struct script *script, json_t **argv, size_t argc)
{
    struct named_cur *cur = script_cur(script, argv[0]);
    (void)argc;
    if (!cur)
        return -1;
    script->answer.kind = ANSWER_ROWS;
    return db_fetchall(cur->cur, &script->answer.rows, &script->err);
}
