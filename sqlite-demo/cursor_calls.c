/* The calls of SQLite that are reported: each in a function that makes it and
 * then reports it. cursor.h says which ones are not.
 *
 * The report is written from the arguments and the result of the call that just
 * ran; without an on_call nothing is formatted. A length, a flag or a destructor
 * among the arguments is left out.
 */
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "sqlite-demo/cursor_internal.h"

enum { QUOTED_MAX = 200, REPORT_MAX = 320 };

/* code -1: the call gives a value in place of a result code. */
static void report(struct db_conn *conn, int code, const char *value, const char *format,
                   ...) __attribute__((format(printf, 4, 5)));

static void report(struct db_conn *conn, int code, const char *value, const char *format,
                   ...)
{
    char text[REPORT_MAX];
    va_list arguments;
    if (!conn->on_call)
        return;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    const char *name = code >= 0 ? db_code_name(code) : value;
    conn->on_call(conn->self, &(struct db_call){text, name ? name : "?", code});
}

/* Text as a C string literal, cut with "…" at a character's border. */
static const char *quoted(const char *text, size_t length, char buffer[QUOTED_MAX])
{
    char *out = buffer;
    size_t i = 0;
    *out++ = '"';
    for (; i < length && out < buffer + QUOTED_MAX - 8; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte == '"' || byte == '\\')
            *out++ = '\\';
        if (byte >= ' ' && byte != 127)
            *out++ = text[i];
        else
            out += sprintf(out, byte == '\n' ? "\\n" : "\\%03o", byte);
    }
    if (i < length) {
        while (((unsigned char)out[-1] & 0xc0) == 0x80)
            out--;
        if ((unsigned char)out[-1] >= 0xc0)
            out--;
        out = stpcpy(out, "…");
    }
    strcpy(out, "\"");
    return buffer;
}

static const char *value_text(const struct db_value *value, char buffer[QUOTED_MAX])
{
    switch (value->type) {
    case DB_NULL:
        return strcpy(buffer, "NULL");
    case DB_INT:
        snprintf(buffer, QUOTED_MAX, "%lld", (long long)value->integer);
        break;
    case DB_REAL:
        snprintf(buffer, QUOTED_MAX, "%.17g", value->real);
        break;
    case DB_TEXT:
        return quoted(value->text, value->length, buffer);
    case DB_BLOB:
        snprintf(buffer, QUOTED_MAX, "%zu bytes", value->length);
        break;
    case DB_OTHER:
    case DB_BIG_INT:
        return "?";
    }
    return buffer;
}

int call_open(struct db_conn *conn, const char *path, int flags, const char *vfs)
{
    int code = sqlite3_open_v2(path, &conn->db, flags, vfs);
    report(conn, code, NULL, "sqlite3_open_v2(\"%s\", &db, READWRITE | CREATE)", path);
    return code;
}

int call_close(struct db_conn *conn)
{
    int code = sqlite3_close(conn->db);
    report(conn, code, NULL, "sqlite3_close(db)");
    return code;
}

int call_close_v2(struct db_conn *conn)
{
    int code = sqlite3_close_v2(conn->db);
    report(conn, code, NULL, "sqlite3_close_v2(db)");
    return code;
}

int call_busy_timeout(struct db_conn *conn, int milliseconds)
{
    int code = sqlite3_busy_timeout(conn->db, milliseconds);
    report(conn, code, NULL, "sqlite3_busy_timeout(db, %d)", milliseconds);
    return code;
}

static int reported_number(struct db_conn *conn, const char *text, int64_t number)
{
    char value[32];
    if (conn->on_call) {
        snprintf(value, sizeof value, "%lld", (long long)number);
        report(conn, -1, value, "%s", text);
    }
    return (int)number;
}

int call_get_autocommit(struct db_conn *conn)
{
    return reported_number(conn, "sqlite3_get_autocommit(db)",
                           sqlite3_get_autocommit(conn->db));
}

int call_changes(struct db_conn *conn)
{
    return reported_number(conn, "sqlite3_changes(db)", sqlite3_changes(conn->db));
}

int64_t call_last_insert_rowid(struct db_conn *conn)
{
    int64_t rowid = sqlite3_last_insert_rowid(conn->db);
    reported_number(conn, "sqlite3_last_insert_rowid(db)", rowid);
    return rowid;
}

int call_prepare(struct db_conn *conn, const char *sql, size_t length,
                 sqlite3_stmt **stmt, const char **tail)
{
    char buffer[QUOTED_MAX];
    int code = sqlite3_prepare_v2(conn->db, sql, (int)length, stmt, tail);
    if (conn->on_call)
        report(conn, code, NULL, "sqlite3_prepare_v2(db, %s)",
               quoted(sql, length, buffer));
    return code;
}

/* Lengths were checked to fit an int. An empty blob or text needs a pointer that is
 * not NULL, or SQLite stores NULL. */
int call_bind(struct db_conn *conn, sqlite3_stmt *stmt, int index,
              const struct db_value *value, bool lent)
{
    static const char *const names[] = {"null", "int64", "double", "text", "blob"};
    char buffer[QUOTED_MAX];
    int code = SQLITE_MISUSE, length = (int)value->length;
    sqlite3_destructor_type keep = lent ? SQLITE_STATIC : SQLITE_TRANSIENT;
    const char *bytes = length ? value->text : "";

    switch (value->type) {
    case DB_NULL:
        code = sqlite3_bind_null(stmt, index);
        break;
    case DB_INT:
        code = sqlite3_bind_int64(stmt, index, value->integer);
        break;
    case DB_REAL:
        code = sqlite3_bind_double(stmt, index, value->real);
        break;
    case DB_TEXT:
        code = sqlite3_bind_text(stmt, index, bytes, length, keep);
        break;
    case DB_BLOB:
        code = sqlite3_bind_blob(stmt, index, bytes, length, keep);
        break;
    case DB_OTHER:
    case DB_BIG_INT:
        return code; /* bind_params() has refused these */
    }
    if (conn->on_call)
        report(conn, code, NULL, "sqlite3_bind_%s(stmt, %d, %s)", names[value->type],
               index, value_text(value, buffer));
    return code;
}

int call_step(struct db_conn *conn, sqlite3_stmt *stmt)
{
    int code = sqlite3_step(stmt);
    if (conn->on_call)
        report(conn, code, NULL, "sqlite3_step(stmt)");
    return code;
}

/* Like finalize: repeats the error of the last step. */
int call_reset(struct db_conn *conn, sqlite3_stmt *stmt)
{
    int code = sqlite3_reset(stmt);
    if (conn->on_call)
        report(conn, code, NULL, "sqlite3_reset(stmt)");
    return code;
}

void call_clear_bindings(struct db_conn *conn, sqlite3_stmt *stmt)
{
    int code = sqlite3_clear_bindings(stmt);
    report(conn, code, NULL, "sqlite3_clear_bindings(stmt)");
}

int call_extended_errcode(struct db_conn *conn)
{
    int code = sqlite3_extended_errcode(conn->db);
    report(conn, code, NULL, "sqlite3_extended_errcode(db)");
    return code;
}

/* Its result repeats the error of the last step, so nobody needs it. */
void call_finalize(struct db_conn *conn, sqlite3_stmt *stmt)
{
    int code = sqlite3_finalize(stmt);
    report(conn, code, NULL, "sqlite3_finalize(stmt)");
}

/* The bytes belong to SQLite and live until the next step. Text without bytes
 * where the type says text means that memory ran out: NULL text, DB_TEXT. */
struct db_value call_column(struct db_conn *conn, sqlite3_stmt *stmt, int column)
{
    static const char *const names[] = {[DB_INT] = "int64",
                                        [DB_REAL] = "double",
                                        [DB_TEXT] = "text",
                                        [DB_BLOB] = "blob",
                                        [DB_BIG_INT] = "?"};
    char buffer[QUOTED_MAX];
    struct db_value value = {0};

    switch (sqlite3_column_type(stmt, column)) {
    case SQLITE_INTEGER:
        value = db_int(sqlite3_column_int64(stmt, column));
        break;
    case SQLITE_FLOAT:
        value = db_real(sqlite3_column_double(stmt, column));
        break;
    case SQLITE_TEXT:
        value.type = DB_TEXT;
        value.text = (const char *)sqlite3_column_text(stmt, column);
        value.length = (size_t)sqlite3_column_bytes(stmt, column);
        break;
    case SQLITE_BLOB:
        value.type = DB_BLOB;
        value.blob = sqlite3_column_blob(stmt, column);
        value.length = (size_t)sqlite3_column_bytes(stmt, column);
        break;
    }
    if (value.type == DB_NULL)
        report(conn, -1, "SQLITE_NULL", "sqlite3_column_type(stmt, %d)", column);
    else if (conn->on_call && (value.type != DB_TEXT || value.text))
        report(conn, -1, value_text(&value, buffer), "sqlite3_column_%s(stmt, %d)",
               names[value.type], column);
    return value;
}
