/* What a script gets and sets: one row per attribute. Which kind of thing a name
 * stands for follows from the attribute. */
#include <limits.h>
#include <string.h>

#include "sqlite-demo/script_internal.h"

/* What an attribute is read from or written to: one of the two is set. */
struct target {
    struct db_conn *conn;
    struct db_cur *cur;
};

static int answer_integer(struct script *script, int64_t integer)
{
    script->answer.kind = ANSWER_INTEGER;
    script->answer.integer = integer;
    return 0;
}

/* ---- cursors ---- */

static int get_rowcount(struct script *script, struct target target)
{
    return answer_integer(script, db_rowcount(target.cur));
}

static int get_lastrowid(struct script *script, struct target target)
{
    int64_t rowid;
    return db_lastrowid(target.cur, &rowid) ? answer_integer(script, rowid) : 0;
}

static int get_arraysize(struct script *script, struct target target)
{
    return answer_integer(script, db_arraysize(target.cur));
}

static int get_description(struct script *script, struct target target)
{
    script->answer.description = db_description(target.cur);
    if (script->answer.description)
        script->answer.kind = ANSWER_DESCRIPTION;
    return 0;
}

/* CPython up to 3.13.7 keeps it in a C int, and cuts what does not fit. */
static int set_arraysize(struct script *script, struct target target, const json_t *json)
{
    const struct db_conn *conn = db_connection(target.cur);
    struct db_value value;
    if (script_value(script, json, &value))
        return -1;
    if (value.type == DB_BIG_INT)
        return script_type_error(script, conn, DB_OVERFLOW_ERROR,
                                 "Python int too large to convert to C long");
    if (value.type != DB_INT)
        return script_type_error(script, conn, DB_TYPE_ERROR,
                                 "'%s' object cannot be interpreted as an integer",
                                 script_type(json));
    if (db_compat(conn) != DB_PEP249 && db_compat(conn) < DB_CPYTHON_3_14)
        value.integer = (int)value.integer;
    return db_set_arraysize(target.cur, value.integer, &script->err);
}

/* ---- connections ---- */

static int get_in_transaction(struct script *script, struct target target)
{
    int answer = db_in_transaction(target.conn, &script->err);
    script->answer.kind = ANSWER_BOOL;
    script->answer.integer = answer;
    return answer < 0 ? -1 : 0;
}

static int get_total_changes(struct script *script, struct target target)
{
    script->answer.kind = ANSWER_INTEGER;
    return db_total_changes(target.conn, &script->answer.integer, &script->err);
}

static int get_isolation_level(struct script *script, struct target target)
{
    script->answer.kind = ANSWER_TEXT;
    return db_isolation_level(target.conn, &script->answer.text, &script->err);
}

static int set_isolation_level(struct script *script, struct target target,
                               const json_t *json)
{
    const char *text = json_string_value(json);
    if (!json_is_string(json) && !json_is_null(json))
        return script_type_error(script, target.conn, DB_TYPE_ERROR,
                                 "isolation_level must be str or None");
    return db_set_isolation_level(target.conn, text, &script->err);
}

static int lacks_autocommit(struct script *script, struct target target)
{
    if (db_compat(target.conn) != DB_CPYTHON_3_11)
        return 0;
    return db_fail(&script->err, DB_ATTRIBUTE_ERROR,
                   "'sqlite3.Connection' object has no attribute 'autocommit'");
}

static int get_autocommit(struct script *script, struct target target)
{
    enum db_autocommit autocommit;
    if (lacks_autocommit(script, target) ||
        db_autocommit(target.conn, &autocommit, &script->err))
        return -1;
    if (autocommit == DB_AUTOCOMMIT_LEGACY)
        return answer_integer(script, -1);
    script->answer.kind = ANSWER_BOOL;
    script->answer.integer = autocommit == DB_AUTOCOMMIT_TRUE;
    return 0;
}

static int set_autocommit(struct script *script, struct target target, const json_t *json)
{
    enum db_autocommit autocommit = DB_AUTOCOMMIT_LEGACY;
    if (lacks_autocommit(script, target) ||
        db_in_transaction(target.conn, &script->err) < 0)
        return -1;
    if (json_is_boolean(json))
        autocommit = json_is_true(json) ? DB_AUTOCOMMIT_TRUE : DB_AUTOCOMMIT_FALSE;
    else if (!json_is_integer(json) || json_integer_value(json) != -1)
        return script_type_error(
            script, target.conn, DB_VALUE_ERROR,
            "autocommit must be True, False, or sqlite3.LEGACY_TRANSACTION_CONTROL");
    return db_set_autocommit(target.conn, autocommit, &script->err);
}

/* ---- the table ---- */

static const struct attribute {
    const char *name;
    bool of_cursor;
    int (*get)(struct script *script, struct target target);
    int (*set)(struct script *script, struct target target, const json_t *json);
} attributes[] = {
    {"rowcount", true, get_rowcount, NULL},
    {"lastrowid", true, get_lastrowid, NULL},
    {"description", true, get_description, NULL},
    {"arraysize", true, get_arraysize, set_arraysize},
    {"in_transaction", false, get_in_transaction, NULL},
    {"total_changes", false, get_total_changes, NULL},
    {"isolation_level", false, get_isolation_level, set_isolation_level},
    {"autocommit", false, get_autocommit, set_autocommit},
};

/* Finds the row, and the thing that it is an attribute of. */
static const struct attribute *find(struct script *script, json_t **argv,
                                    struct target *target)
{
    const char *name = json_string_value(argv[1]);
    for (size_t i = 0; name && i < sizeof attributes / sizeof *attributes; i++) {
        const struct attribute *attribute = &attributes[i];
        if (strcmp(attribute->name, name))
            continue;
        if (attribute->of_cursor) {
            struct named_cur *cur = script_cur(script, argv[0]);
            *target = (struct target){.cur = cur ? cur->cur : NULL};
            return cur ? attribute : NULL;
        }
        struct named_conn *conn = script_conn(script, argv[0]);
        *target = (struct target){.conn = conn ? conn->conn : NULL};
        return conn ? attribute : NULL;
    }
    script_fail(script,
                "there is no attribute %s: a cursor has rowcount, lastrowid, "
                "description, arraysize; a connection in_transaction, "
                "total_changes, isolation_level, autocommit",
                name ? name : "of that kind");
    return NULL;
}

int op_get(struct script *script, json_t **argv, size_t argc)
{
    struct target target;
    const struct attribute *attribute = find(script, argv, &target);
    (void)argc;
    return attribute ? attribute->get(script, target) : -1;
}

int op_set(struct script *script, json_t **argv, size_t argc)
{
    struct target target;
    const struct attribute *attribute = find(script, argv, &target);
    (void)argc;
    if (!attribute)
        return -1;
    if (attribute->set)
        return attribute->set(script, target, argv[2]);
    if (db_compat(target.conn ? target.conn : db_connection(target.cur)) == DB_PEP249)
        return db_fail(&script->err, DB_PROGRAMMING_ERROR, "%s cannot be set",
                       attribute->name);
    if (attribute->of_cursor)
        return db_fail(&script->err, DB_ATTRIBUTE_ERROR, "readonly attribute");
    return db_fail(&script->err, DB_ATTRIBUTE_ERROR,
                   "attribute '%s' of 'sqlite3.Connection' objects is not writable",
                   attribute->name);
}
