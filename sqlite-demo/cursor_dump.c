/* A database as SQL text: the statements that make it again.
 *
 *     BEGIN TRANSACTION;
 *     CREATE TABLE …; INSERT INTO … one per row;      for each table, by name
 *     CREATE INDEX, TRIGGER, VIEW …;
 *     DELETE FROM "sqlite_sequence"; INSERT …;        the counters, last
 *     COMMIT;
 *
 * The rows are quoted by SQLite's own quote(), so that each comes back as it was. The
 * format is CPython's, which changed with 3.12 (virtual tables) and 3.13 (foreign
 * keys, the filter); the newest is ours.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sqlite-demo/cursor_internal.h"

struct dump {
    struct db_conn *conn;
    const char *filter;
    db_dump_line *line;
    void *self;
    bool writable_schema;
    bool has_sequence;
    struct db_err *err;
};

static bool is_before(const struct dump *dump, enum db_compat version)
{
    return conn_is_python(dump->conn) && dump->conn->compat < version;
}

/* Gives one line, as printf() would write it. */
static int emit(struct dump *dump, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static int emit(struct dump *dump, const char *format, ...)
{
    char *text;
    va_list arguments;
    int length, result;
    va_start(arguments, format);
    length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0)
        return err_memory(dump->err);
    result = dump->line(dump->self, text, (size_t)length, dump->err);
    free(text);
    return result ? -1 : 0;
}

/* `text` with every `quote` twice; with `around`, between two of them. Free it. */
static char *quoted(const char *text, char quote, bool around)
{
    char *made = malloc(2 * strlen(text) + 3), *out = made;
    if (!made)
        return NULL;
    if (around)
        *out++ = quote;
    for (; *text; text++) {
        if (*text == quote)
            *out++ = quote;
        *out++ = *text;
    }
    if (around)
        *out++ = quote;
    *out = '\0';
    return made;
}

static int query(struct dump *dump, const char *sql, struct db_params params,
                 struct db_rows *rows)
{
    struct db_cur *cur;
    int result;
    *rows = (struct db_rows){0};
    if (db_cursor(dump->conn, &cur, dump->err))
        return -1;
    db_set_row_factory(cur, NULL, NULL);
    result = db_execute(cur, sql, params, dump->err);
    if (result == 0)
        result = db_fetchall(cur, rows, dump->err);
    db_cursor_free(cur);
    return result;
}

static const char *text_of(const struct db_row *row, size_t column)
{
    const struct db_value *value = &row->values[column];
    return value->type == DB_TEXT ? value->text : "";
}

/* CPython does not double a ' in the name of a table: there, its dump fails.
 *
 *     SELECT 'INSERT INTO "t" VALUES('||quote("a")||','||quote("b")||')' FROM "t";
 */
static int write_select(struct dump *dump, const char *identifier,
                        const struct db_rows *columns, FILE *out)
{
    char *literal = quoted(identifier, conn_is_python(dump->conn) ? '\0' : '\'', false);
    if (!literal)
        return err_memory(dump->err);
    fprintf(out, "SELECT 'INSERT INTO %s VALUES(", literal);
    free(literal);
    for (size_t i = 0; i < columns->count; i++) {
        char *name = quoted(text_of(columns->rows[i], 1), '"', true);
        if (!name)
            return err_memory(dump->err);
        fprintf(out, "%s'||quote(%s)||'", i ? "," : "", name);
        free(name);
    }
    fprintf(out, ")' FROM %s;", identifier);
    return 0;
}

static int dump_select(struct dump *dump, const char *sql)
{
    struct db_cur *cur;
    const struct db_row *row;
    int given = -1;
    if (db_cursor(dump->conn, &cur, dump->err))
        return -1;
    db_set_row_factory(cur, NULL, NULL);
    if (db_execute(cur, sql, DB_NONE, dump->err) == 0)
        while ((given = db_fetchone(cur, &row, dump->err)) == 1)
            if (emit(dump, "%s;", text_of(row, 0))) {
                given = -1;
                break;
            }
    db_cursor_free(cur);
    return given;
}

static int dump_rows(struct dump *dump, const char *identifier)
{
    struct db_rows columns;
    char *text = NULL;
    size_t size;
    FILE *out;
    int result;
    char *pragma;

    if (asprintf(&pragma, "PRAGMA table_info(%s)", identifier) < 0)
        return err_memory(dump->err);
    result = query(dump, pragma, DB_NONE, &columns);
    free(pragma);
    if (result)
        return -1;
    out = open_memstream(&text, &size);
    result = out ? write_select(dump, identifier, &columns, out) : err_memory(dump->err);
    if (out)
        fclose(out);
    if (result == 0)
        result = dump_select(dump, text);
    free(text);
    db_rows_free(&columns);
    return result;
}

/* A virtual table is put into the schema as it is; its own tables hold its rows. */
static int dump_virtual(struct dump *dump, const char *name, const char *sql)
{
    char *quoted_name = quoted(name, '\'', true), *quoted_sql = quoted(sql, '\'', true);
    int result = 0;
    if (!quoted_name || !quoted_sql)
        result = err_memory(dump->err);
    if (result == 0 && !dump->writable_schema)
        result = emit(dump, "PRAGMA writable_schema=ON;");
    dump->writable_schema = true;
    if (result == 0)
        result = emit(dump,
                      "INSERT INTO sqlite_master(type,name,tbl_name,rootpage,sql)"
                      "VALUES('table',%s,%s,0,%s);",
                      quoted_name, quoted_name, quoted_sql);
    free(quoted_name);
    free(quoted_sql);
    return result;
}

static int dump_table(struct dump *dump, const char *name, const char *sql)
{
    char *identifier;
    int result;

    if (!strcmp(name, "sqlite_sequence")) {
        dump->has_sequence = true;
        return 0;
    }
    if (!strcmp(name, "sqlite_stat1"))
        result = emit(dump, "ANALYZE \"sqlite_master\";");
    else if (!strncmp(name, "sqlite_", 7))
        return 0;
    else if (!strncmp(sql, "CREATE VIRTUAL TABLE", 20) &&
             !is_before(dump, DB_CPYTHON_3_12))
        result = dump_virtual(dump, name, sql);
    else
        result = emit(dump, "%s;", sql);
    if (result)
        return -1;
    identifier = quoted(name, '"', true);
    if (!identifier)
        return err_memory(dump->err);
    result = dump_rows(dump, identifier);
    free(identifier);
    return result;
}

/* Each row of the schema that is `what`, through the table's function or as it is. */
static int dump_schema(struct dump *dump, const char *what, const char *order,
                       bool tables)
{
    struct db_value filter = db_text(dump->filter);
    struct db_params params = {&filter, dump->filter ? 1 : 0, NULL};
    struct db_rows rows;
    char *sql;
    int result;

    if (asprintf(&sql,
                 "SELECT \"name\", \"type\", \"sql\" FROM \"sqlite_master\" WHERE "
                 "\"sql\" NOT NULL AND %s %s %s",
                 what, dump->filter ? "AND \"name\" LIKE ?" : "", order) < 0)
        return err_memory(dump->err);
    result = query(dump, sql, params, &rows);
    free(sql);
    for (size_t i = 0; result == 0 && i < rows.count; i++) {
        const char *text = text_of(rows.rows[i], 2);
        result = tables ? dump_table(dump, text_of(rows.rows[i], 0), text)
                        : emit(dump, "%s;", text);
    }
    db_rows_free(&rows);
    return result;
}

/* The counters of AUTOINCREMENT: their table is made by itself, and filled last. */
static int dump_sequence(struct dump *dump)
{
    if (!dump->has_sequence)
        return 0;
    if (emit(dump, "DELETE FROM \"sqlite_sequence\";"))
        return -1;
    return dump_select(
        dump,
        is_before(dump, DB_CPYTHON_3_13)
            ? "SELECT 'INSERT INTO \"sqlite_sequence\" VALUES(''' || name || ''',' || "
              "seq || ')' FROM \"sqlite_sequence\""
            : "SELECT 'INSERT INTO \"sqlite_sequence\" VALUES(' || quote(name) || ',' "
              "|| seq || ')' FROM \"sqlite_sequence\"");
}

static int begin(struct dump *dump)
{
    struct db_rows violations;
    size_t count;
    if (!is_before(dump, DB_CPYTHON_3_13)) {
        if (query(dump, "PRAGMA foreign_key_check", DB_NONE, &violations))
            return -1;
        count = violations.count;
        db_rows_free(&violations);
        if (count && emit(dump, "PRAGMA foreign_keys=OFF;"))
            return -1;
    }
    return emit(dump, "BEGIN TRANSACTION;");
}

int db_iterdump(struct db_conn *conn, const char *filter, db_dump_line *line, void *self,
                struct db_err *err)
{
    struct dump dump = {.conn = conn,
                        .line = line,
                        .self = self,
                        .err = err,
                        .filter = filter && *filter ? filter : NULL};
    if (conn_usable(conn, err))
        return -1;
    if (begin(&dump) ||
        dump_schema(&dump, "\"type\" == 'table'", "ORDER BY \"name\"", true) ||
        dump_schema(&dump, "\"type\" IN ('index', 'trigger', 'view')", "", false) ||
        (dump.writable_schema && emit(&dump, "PRAGMA writable_schema=OFF;")) ||
        dump_sequence(&dump))
        return -1;
    return emit(&dump, "COMMIT;");
}
