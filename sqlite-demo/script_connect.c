/* What a script does with connections: open, end transactions, copy, dump, close. */
#include <stdlib.h>
#include <string.h>

#include "labs/kit/error.h"
#include "sqlite-demo/script_internal.h"

/* ---- connect ---- */

static const struct {
    const char *name;
    enum db_compat compat;
} compats[] = {
    {"pep249", DB_PEP249},
    {"cpython-3.11", DB_CPYTHON_3_11},
    {"cpython-3.12", DB_CPYTHON_3_12},
    {"cpython-3.13", DB_CPYTHON_3_13},
    {"cpython-3.14", DB_CPYTHON_3_14},
    {"cpython", DB_CPYTHON_3_14},
};

static int read_compat(struct script *script, const json_t *json,
                       struct db_options *options)
{
    const char *text = json_string_value(json);
    for (size_t i = 0; text && i < sizeof compats / sizeof *compats; i++) {
        if (!strcmp(text, compats[i].name)) {
            options->compat = compats[i].compat;
            return 0;
        }
    }
    return script_fail(script, "compat is pep249, cpython-3.11, cpython-3.12, "
                               "cpython-3.13, cpython-3.14 or cpython (the newest)");
}

static int read_timeout(struct script *script, const json_t *json,
                        struct db_options *options)
{
    if (!json_is_number(json))
        return script_fail(script, "timeout is a number of seconds");
    options->timeout = json_number_value(json);
    return 0;
}

static int read_level(struct script *script, const json_t *json,
                      struct db_options *options)
{
    if (!json_is_string(json) && !json_is_null(json))
        return script_fail(script, "isolation_level must be a string or null");
    options->isolation_level = json_string_value(json);
    return 0;
}

static int read_autocommit(struct script *script, const json_t *json,
                           struct db_options *options)
{
    bool legacy = (json_is_integer(json) && json_integer_value(json) == -1) ||
                  (json_is_string(json) && !strcmp(json_string_value(json), "legacy"));
    if (!legacy && !json_is_boolean(json))
        return script_fail(script, "autocommit is true, false or -1 (legacy)");
    options->autocommit = legacy               ? DB_AUTOCOMMIT_LEGACY
                          : json_is_true(json) ? DB_AUTOCOMMIT_TRUE
                                               : DB_AUTOCOMMIT_FALSE;
    return 0;
}

static int read_check_thread(struct script *script, const json_t *json,
                             struct db_options *options)
{
    if (!json_is_boolean(json))
        return script_fail(script, "check_same_thread is true or false");
    options->any_thread = json_is_false(json);
    return 0;
}

static int read_cached(struct script *script, const json_t *json,
                       struct db_options *options)
{
    json_int_t count = json_integer_value(json);
    if (!json_is_integer(json) || count < 0 || count > 100000)
        return script_fail(script, "cached_statements is a number from 0 to 100000");
    options->cached_statements = (int)count;
    return 0;
}

static int read_uri(struct script *script, const json_t *json, struct db_options *options)
{
    if (!json_is_boolean(json))
        return script_fail(script, "uri is true or false");
    options->uri = json_is_true(json);
    return 0;
}

static const struct {
    const char *name;
    int (*read)(struct script *script, const json_t *json, struct db_options *options);
} connect_options[] = {
    {"compat", read_compat},
    {"timeout", read_timeout},
    {"isolation_level", read_level},
    {"autocommit", read_autocommit},
    {"check_same_thread", read_check_thread},
    {"cached_statements", read_cached},
    {"uri", read_uri},
};

static int read_option(struct script *script, const char *name, const json_t *json,
                       struct db_options *options)
{
    for (size_t i = 0; i < sizeof connect_options / sizeof *connect_options; i++)
        if (!strcmp(name, connect_options[i].name))
            return connect_options[i].read(script, json, options);
    return script_fail(script,
                       "connect has no option %s: it has compat, timeout, "
                       "isolation_level, autocommit, check_same_thread, "
                       "cached_statements, uri",
                       name);
}

static int read_options(struct script *script, json_t *json, struct db_options *options)
{
    const char *name;
    json_t *value;
    if (json && !json_is_object(json) && !json_is_null(json))
        return script_fail(script, "the options of connect are an object");
    json_object_foreach(json, name, value)
    {
        if (read_option(script, name, value, options))
            return -1;
    }
    if (options->compat == DB_CPYTHON_3_11 && json_object_get(json, "autocommit"))
        return db_fail(&script->err, DB_TYPE_ERROR,
                       "'autocommit' is an invalid keyword argument for Connection()");
    return 0;
}

int op_connect(struct script *script, json_t **argv, size_t argc)
{
    struct db_options options = DB_DEFAULTS;
    struct db_conn *conn;
    const char *path = json_string_value(argv[1]);

    if (!path)
        return script_fail(script, "the path is a string");
    if (read_options(script, argc > 2 ? argv[2] : NULL, &options))
        return -1;
    if (strlen(path) != json_string_length(argv[1]))
        return db_fail(&script->err,
                       options.compat ? DB_VALUE_ERROR : DB_PROGRAMMING_ERROR,
                       "embedded null byte");
    if (db_connect(path, &options, &conn, &script->err))
        return -1;
    if (script_name_conn(script, argv[0], conn)) {
        db_conn_free(conn);
        return -1;
    }
    return 0;
}

/* ---- the rest ---- */

static int on_conn(struct script *script, const json_t *name,
                   int (*call)(struct db_conn *conn, struct db_err *err))
{
    struct named_conn *conn = script_conn(script, name);
    return conn ? call(conn->conn, &script->err) : -1;
}

int op_close(struct script *script, json_t **argv, size_t argc)
{
    (void)argc;
    return on_conn(script, argv[0], db_close);
}

int op_commit(struct script *script, json_t **argv, size_t argc)
{
    (void)argc;
    return on_conn(script, argv[0], db_commit);
}

int op_rollback(struct script *script, json_t **argv, size_t argc)
{
    (void)argc;
    return on_conn(script, argv[0], db_rollback);
}

static int add_line(void *self, const char *sql, size_t length, struct db_err *err)
{
    struct lines *lines = self;
    (void)err;
    if (lines->count == lines->capacity) {
        lines->capacity = lines->capacity ? 2 * lines->capacity : 16;
        lines->items = xreallocarray(lines->items, lines->capacity, sizeof *lines->items);
        lines->lengths =
            xreallocarray(lines->lengths, lines->capacity, sizeof *lines->lengths);
    }
    lines->items[lines->count] = memcpy(xcalloc(length + 1, 1), sql, length);
    lines->lengths[lines->count++] = length;
    return 0;
}

int op_iterdump(struct script *script, json_t **argv, size_t argc)
{
    struct named_conn *conn = script_conn(script, argv[0]);
    const char *filter = argc > 1 ? json_string_value(argv[1]) : NULL;
    if (!conn)
        return -1;
    script->answer.kind = ANSWER_LINES;
    return db_iterdump(conn->conn, filter, add_line, &script->answer.lines, &script->err);
}

int op_backup(struct script *script, json_t **argv, size_t argc)
{
    struct named_conn *source = script_conn(script, argv[0]), *target;
    struct db_backup_options options = DB_BACKUP_DEFAULTS;
    if (!source || !(target = script_conn(script, argv[1])))
        return -1;
    if (argc > 2)
        options.pages = (int)json_integer_value(json_object_get(argv[2], "pages"));
    return db_backup(source->conn, target->conn, &options, &script->err);
}
