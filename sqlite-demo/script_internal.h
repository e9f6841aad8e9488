/* What the files of `sqlite-demo script` share, and nobody else includes. */
#ifndef RING3_SQLITE_DEMO_SCRIPT_INTERNAL_H
#define RING3_SQLITE_DEMO_SCRIPT_INTERNAL_H

#include <jansson.h>

#include "sqlite-demo/cursor.h"
#include "sqlite-demo/script_answer.h"

/* ---- what the script has opened ---- */

/* Names are JSON strings or integers; they are kept as JSON text. A name that is
 * given again stands for the new thing. Connections, cursors and blobs do not share
 * names. */
struct named_conn {
    char *name; /* NULL: the name stands for another one now */
    struct db_conn *conn;
    size_t users; /* cursors and blobs: it lives as long as they do */
    struct named_conn *next;
};

struct named_cur {
    char *name;
    struct db_cur *cur;
    struct named_conn *owner;
    struct named_cur *next;
};

struct named_blob {
    char *name;
    struct db_blob *blob;
    struct named_conn *owner;
    struct named_blob *next;
};

struct script {
    struct named_conn *conns;
    struct named_cur *curs;
    struct named_blob *blobs;
    size_t line; /* from 1 */
    struct answer answer;
    struct db_err err;
    bool misuse;     /* err is about the script, not from the library */
    void **borrowed; /* memory of this line's values */
    size_t borrowed_count;
};

/* The script itself is wrong: returns -1, the line's error is "ScriptError". */
int script_fail(struct script *script, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* `python` with compat; without it the script is wrong. */
int script_type_error(struct script *script, const struct db_conn *conn,
                      enum db_class python, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Memory that lives as long as the line does. */
void *script_memory(struct script *script, size_t size);

/* ---- script_names.c: each NULL when there is no such name; the error is set ---- */

struct named_conn *script_conn(struct script *script, const json_t *name);
struct named_cur *script_cur(struct script *script, const json_t *name);
struct named_blob *script_blob(struct script *script, const json_t *name);
int script_name_conn(struct script *script, const json_t *name, struct db_conn *conn);
int script_name_cur(struct script *script, const json_t *name, struct db_cur *cur,
                    struct named_conn *owner);
int script_name_blob(struct script *script, const json_t *name, struct db_blob *blob,
                     struct named_conn *owner);
void script_names_free(struct script *script);

/* ---- script_read.c ---- */

/* The line as JSON, or NULL with the error. */
json_t *script_parse(struct script *script, const char *line, size_t length);
int script_value(struct script *script, const json_t *json, struct db_value *value);
int script_params(struct script *script, const json_t *json, struct db_params *params);
/* "int", "str", "list": the type as Python calls it. */
const char *script_type(const json_t *json);

/* ---- operations: argv[0..argc) come after the operation's name; 0 or -1 ---- */

typedef int script_operation(struct script *script, json_t **argv, size_t argc);
script_operation op_connect, op_close, op_commit, op_rollback, op_iterdump, op_backup,
    op_cursor, op_closecursor, op_execute, op_executemany, op_executescript, op_fetchone,
    op_fetchmany, op_fetchall, op_get, op_set, op_blob;

#endif
