/* Errors of the cursor library: SQLite's result codes as the classes of PEP 249.
 *
 * The class follows from the primary code (the low byte), by one table; the
 * message is SQLite's own; code and name are the extended ones.
 * Source: CPython, Modules/_sqlite/util.c; https://sqlite.org/rescode.html
 */
#include <stdarg.h>
#include <stdio.h>

#include "sqlite-demo/cursor_internal.h"

static const struct {
    const char *name;
    enum db_class parent;
} classes[] = {
    [DB_NO_ERROR] = {"no error", DB_NO_ERROR},
    [DB_WARNING] = {"Warning", DB_NO_ERROR},
    [DB_ERROR] = {"Error", DB_NO_ERROR},
    [DB_INTERFACE_ERROR] = {"InterfaceError", DB_ERROR},
    [DB_DATABASE_ERROR] = {"DatabaseError", DB_ERROR},
    [DB_DATA_ERROR] = {"DataError", DB_DATABASE_ERROR},
    [DB_OPERATIONAL_ERROR] = {"OperationalError", DB_DATABASE_ERROR},
    [DB_INTEGRITY_ERROR] = {"IntegrityError", DB_DATABASE_ERROR},
    [DB_INTERNAL_ERROR] = {"InternalError", DB_DATABASE_ERROR},
    [DB_PROGRAMMING_ERROR] = {"ProgrammingError", DB_DATABASE_ERROR},
    [DB_NOT_SUPPORTED_ERROR] = {"NotSupportedError", DB_DATABASE_ERROR},
    [DB_MEMORY_ERROR] = {"MemoryError", DB_ERROR},
    [DB_VALUE_ERROR] = {"ValueError", DB_NO_ERROR},
    [DB_TYPE_ERROR] = {"TypeError", DB_NO_ERROR},
    [DB_OVERFLOW_ERROR] = {"OverflowError", DB_NO_ERROR},
    [DB_ATTRIBUTE_ERROR] = {"AttributeError", DB_NO_ERROR},
};

/* Primary codes that are not a plain DatabaseError. */
static const struct {
    int code;
    enum db_class class;
} code_classes[] = {
    {SQLITE_INTERNAL, DB_INTERNAL_ERROR},    {SQLITE_NOTFOUND, DB_INTERNAL_ERROR},
    {SQLITE_NOMEM, DB_MEMORY_ERROR},         {SQLITE_ERROR, DB_OPERATIONAL_ERROR},
    {SQLITE_PERM, DB_OPERATIONAL_ERROR},     {SQLITE_ABORT, DB_OPERATIONAL_ERROR},
    {SQLITE_BUSY, DB_OPERATIONAL_ERROR},     {SQLITE_LOCKED, DB_OPERATIONAL_ERROR},
    {SQLITE_READONLY, DB_OPERATIONAL_ERROR}, {SQLITE_INTERRUPT, DB_OPERATIONAL_ERROR},
    {SQLITE_IOERR, DB_OPERATIONAL_ERROR},    {SQLITE_FULL, DB_OPERATIONAL_ERROR},
    {SQLITE_CANTOPEN, DB_OPERATIONAL_ERROR}, {SQLITE_PROTOCOL, DB_OPERATIONAL_ERROR},
    {SQLITE_EMPTY, DB_OPERATIONAL_ERROR},    {SQLITE_SCHEMA, DB_OPERATIONAL_ERROR},
    {SQLITE_TOOBIG, DB_DATA_ERROR},          {SQLITE_CONSTRAINT, DB_INTEGRITY_ERROR},
    {SQLITE_MISMATCH, DB_INTEGRITY_ERROR},   {SQLITE_MISUSE, DB_INTERFACE_ERROR},
    {SQLITE_RANGE, DB_INTERFACE_ERROR},
};

static enum db_class class_of(int primary)
{
    for (size_t i = 0; i < sizeof code_classes / sizeof *code_classes; i++)
        if (code_classes[i].code == primary)
            return code_classes[i].class;
    return DB_DATABASE_ERROR;
}

const char *db_class_name(enum db_class class)
{
    return classes[class].name;
}

bool db_class_is_a(enum db_class class, enum db_class ancestor)
{
    while (class != ancestor && class != DB_NO_ERROR)
        class = classes[class].parent;
    return class == ancestor;
}

static int err_fill(struct db_err *err, enum db_class class, int code, const char *format,
                    va_list arguments) __attribute__((format(printf, 4, 0)));

static int err_fill(struct db_err *err, enum db_class class, int code, const char *format,
                    va_list arguments)
{
    const char *name = code ? db_code_name(code) : NULL;
    if (!err)
        return -1;
    *err = (struct db_err){class, code, name ? name : "", -1, ""};
    vsnprintf(err->message, sizeof err->message, format, arguments);
    return -1;
}

int db_fail(struct db_err *err, enum db_class class, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    err_fill(err, class, 0, format, arguments);
    va_end(arguments);
    return -1;
}

int err_code(struct db_err *err, int code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    err_fill(err, class_of(code & 0xff), code, format, arguments);
    va_end(arguments);
    return -1;
}

int err_either(struct db_err *err, const struct db_conn *conn, enum db_class standard,
               enum db_class python, const char *message)
{
    return db_fail(err, conn_is_python(conn) ? python : standard, "%s", message);
}

int err_memory(struct db_err *err)
{
    return err_code(err, SQLITE_NOMEM, "out of memory");
}

int err_sqlite(struct db_err *err, struct db_conn *conn)
{
    if (!conn->db)
        return err_memory(err);
    if (!err)
        return -1;
    int code = call_extended_errcode(conn);
    if (code == SQLITE_NOMEM)
        return err_memory(err);
    err_code(err, code, "%s", sqlite3_errmsg(conn->db));
#if SQLITE_VERSION_NUMBER >= 3038000
    err->offset = sqlite3_error_offset(conn->db);
#endif
    return -1;
}
