/* What a script does with blobs: ["blob", VERB, B, …], one row per verb. */
#include <stdlib.h>
#include <string.h>

#include "sqlite-demo/script_internal.h"

static int blob_open(struct script *script, json_t **argv, size_t argc)
{
    struct named_conn *conn = script_conn(script, argv[1]);
    const char *table = json_string_value(argv[2]), *column = json_string_value(argv[3]);
    const json_t *given = argc > 5 ? argv[5] : NULL;
    struct db_blob_options options = {
        .readonly = json_is_true(json_object_get(given, "readonly")),
        .schema = json_string_value(json_object_get(given, "name")),
    };
    struct db_blob *blob;

    if (!conn)
        return -1;
    if (!table || !column || !json_is_integer(argv[4]))
        return script_fail(script, "the table and the column are strings, the row is an "
                                   "integer");
    if (db_blob_open(conn->conn, table, column, json_integer_value(argv[4]), &options,
                     &blob, &script->err))
        return -1;
    if (script_name_blob(script, argv[0], blob, conn)) {
        db_blob_free(blob);
        return -1;
    }
    return 0;
}

static int blob_close(struct script *script, json_t **argv, size_t argc)
{
    struct named_blob *blob = script_blob(script, argv[0]);
    (void)argc;
    return blob ? db_blob_close(blob->blob, &script->err) : -1;
}

static int blob_length(struct script *script, json_t **argv, size_t argc)
{
    struct named_blob *blob = script_blob(script, argv[0]);
    (void)argc;
    script->answer.kind = ANSWER_INTEGER;
    return blob ? db_blob_length(blob->blob, &script->answer.integer, &script->err) : -1;
}

static int blob_tell(struct script *script, json_t **argv, size_t argc)
{
    struct named_blob *blob = script_blob(script, argv[0]);
    (void)argc;
    script->answer.kind = ANSWER_INTEGER;
    return blob ? db_blob_tell(blob->blob, &script->answer.integer, &script->err) : -1;
}

static int blob_seek(struct script *script, json_t **argv, size_t argc)
{
    struct named_blob *blob = script_blob(script, argv[0]);
    int origin = argc > 2 ? (int)json_integer_value(argv[2]) : SEEK_SET;
    if (!blob)
        return -1;
    if (!json_is_integer(argv[1]))
        return script_fail(script, "the offset is an integer");
    return db_blob_seek(blob->blob, json_integer_value(argv[1]), origin, &script->err);
}

static int blob_read(struct script *script, json_t **argv, size_t argc)
{
    struct named_blob *blob = script_blob(script, argv[0]);
    int64_t count = argc > 1 ? json_integer_value(argv[1]) : -1;
    size_t got;
    if (!blob)
        return -1;
    if (db_blob_read(blob->blob, count, &script->answer.bytes, &got, &script->err))
        return -1;
    script->answer.kind = ANSWER_BLOB;
    script->answer.integer = (int64_t)got;
    return 0;
}

static int blob_write(struct script *script, json_t **argv, size_t argc)
{
    struct named_blob *blob = script_blob(script, argv[0]);
    struct db_value value;
    (void)argc;
    if (!blob || script_value(script, argv[1], &value))
        return -1;
    if (value.type != DB_BLOB)
        return script_fail(script, "what is written is {\"blob\": \"hex\"}");
    return db_blob_write(blob->blob, value.blob, value.length, &script->err);
}

static const struct {
    const char *name, *arguments;
    size_t least, most;
    script_operation *run;
} verbs[] = {
    {"open", "B, C, TABLE, COLUMN, ROWID, {options}", 5, 6, blob_open},
    {"close", "B", 1, 1, blob_close},
    {"length", "B", 1, 1, blob_length},
    {"tell", "B", 1, 1, blob_tell},
    {"seek", "B, OFFSET, ORIGIN", 2, 3, blob_seek},
    {"read", "B, COUNT", 1, 2, blob_read},
    {"write", "B, {\"blob\": \"hex\"}", 2, 2, blob_write},
};

int op_blob(struct script *script, json_t **argv, size_t argc)
{
    const char *verb = json_string_value(argv[0]);
    for (size_t i = 0; verb && i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(verb, verbs[i].name))
            continue;
        if (argc - 1 < verbs[i].least || argc - 1 > verbs[i].most)
            return script_fail(script, "it is [\"blob\", \"%s\", %s]", verb,
                               verbs[i].arguments);
        return verbs[i].run(script, argv + 1, argc - 1);
    }
    return script_fail(script,
                       "a blob is opened, read, written: [\"blob\", \"open\", …], "
                       "close, length, tell, seek, read, write");
}
