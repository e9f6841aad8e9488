/* SQL functions: upper(), substr(), like() …
 *
 * A function is not a part of the machine: SQLite calls the same C code from it. We
 * call that code as well, through "SELECT upper(?1)" on a connection of our own that
 * has no file. Where that would not be the same call, the function is refused, and the
 * reason is said. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sqlite-demo/machine/opcodes.h"

enum { ARGUMENTS_MAX = 100 };

/* "upper(1)" → SELECT "upper"(?1) */
static sqlite3_stmt *prepare(struct machine *machine, const struct op *op)
{
    char sql[ARGUMENTS_MAX * 5 + 200];
    sqlite3_stmt *stmt = NULL;
    const char *bracket = strrchr(op->p4, '(');
    int length =
        snprintf(sql, sizeof sql, "SELECT \"%.*s\"(", (int)(bracket - op->p4), op->p4);
    for (int i = 1; i <= op->arguments && length < (int)sizeof sql - 16; i++)
        length += snprintf(sql + length, sizeof sql - (size_t)length, "%s?%d",
                           i > 1 ? "," : "", i);
    snprintf(sql + length, sizeof sql - (size_t)length, ")");
    if (!machine->functions)
        sqlite3_open(":memory:", &machine->functions);
    sqlite3_prepare_v3(machine->functions, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt,
                       NULL);
    return stmt;
}

static const char another[] = "gives another answer each time",
                  connection[] = "asks the connection that runs the statement",
                  json[] = "marks its answer as JSON (a subtype), which registers here "
                           "cannot keep",
                  table[] = "belongs to a virtual table",
                  outside[] = "reaches outside of the database";

/* What cannot be called like this, and why; by the beginning of its name. */
static const struct {
    const char *name, *why;
} refused[] = {
    {"random(", another},
    {"randomblob(", another},
    {"current_", another},
    {"changes(", connection},
    {"total_changes(", connection},
    {"last_insert_rowid(", connection},
    {"sqlite_offset(", connection},
    {"json", json},
    {"->", json},
    {"subtype(", json},
    {"fts", table},
    {"match(", table},
    {"snippet(", table},
    {"load_extension(", outside},
    {"eval(", outside},
    {"writefile(", outside},
    {"readfile(", outside},
};

/* Dates may ask for the present time. */
static bool asks_for_now(struct machine *machine, const struct op *op)
{
    static const char *const times[] = {"date(",      "time(",      "datetime(",
                                        "julianday(", "unixepoch(", "strftime("};
    bool is_time = false;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        is_time |= !strncmp(op->p4, times[i], strlen(times[i]));
    if (!is_time)
        return false;
    int least = strncmp(op->p4, "strftime(", 9) ? 1 : 2;
    for (int i = 0; i < op->arguments; i++) {
        const struct value *value = &reg_at(machine, op->p2 + i)->value;
        if (value->type == VALUE_TEXT && value->size == 3 &&
            !strncasecmp((const char *)value->bytes, "now", 3))
            return true;
    }
    return op->arguments < least;
}

/* NULL: nothing is against a call. */
static const char *why_not(struct machine *machine, const struct op *op)
{
    if (!op->p4 || !strrchr(op->p4, '(') || strchr(op->p4, '"'))
        return "has a name that cannot be called";
    if (op->arguments > ARGUMENTS_MAX)
        return "has more arguments than we hand on";
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (!strncasecmp(op->p4, refused[i].name, strlen(refused[i].name)))
            return refused[i].why;
    const struct op *before = op - 1;
    if (op > machine->code->ops && !strcmp(before->name, "CollSeq") &&
        before->collation != COLLATE_BINARY)
        return "compares by a collation, which a call does not hand on";
    return asks_for_now(machine, op) ? another : NULL;
}

static void bind(sqlite3_stmt *stmt, int at, const struct value *value)
{
    switch (value->type) {
    case VALUE_NULL:
        sqlite3_bind_null(stmt, at);
        break;
    case VALUE_INTEGER:
        sqlite3_bind_int64(stmt, at, value->integer);
        break;
    case VALUE_REAL:
        sqlite3_bind_double(stmt, at, value->real);
        break;
    case VALUE_TEXT:
        sqlite3_bind_text(stmt, at, (const char *)value->bytes, (int)value->size,
                          SQLITE_STATIC);
        break;
    case VALUE_BLOB:
        sqlite3_bind_blob(stmt, at, value->size ? value->bytes : (const uint8_t *)"",
                          (int)value->size, SQLITE_STATIC);
        break;
    }
}

static void take(sqlite3_stmt *stmt, struct reg *out)
{
    struct value value = {0};
    switch (sqlite3_column_type(stmt, 0)) {
    case SQLITE_INTEGER:
        reg_set_integer(out, sqlite3_column_int64(stmt, 0));
        return;
    case SQLITE_FLOAT:
        reg_set_real(out, sqlite3_column_double(stmt, 0));
        return;
    case SQLITE_TEXT:
        value.type = VALUE_TEXT;
        value.bytes = sqlite3_column_text(stmt, 0);
        break;
    case SQLITE_BLOB:
        value.type = VALUE_BLOB;
        value.bytes = sqlite3_column_blob(stmt, 0);
        break;
    default:
        reg_set_null(out);
        return;
    }
    value.size = (uint32_t)sqlite3_column_bytes(stmt, 0);
    reg_set_copy(out, &value);
}

/* The statement of this instruction, made once; NULL: stopped. */
static sqlite3_stmt *statement_of(struct machine *machine, const struct op *op)
{
    sqlite3_stmt **stmt = &machine->calls[op - machine->code->ops];
    if (op->arguments < 0 || !op->p4) {
        stop_unknown(machine, op,
                     "calls %s, and EXPLAIN does not tell with how many arguments",
                     op->p4 ? op->p4 : "");
        return NULL;
    }
    if (!*stmt)
        *stmt = prepare(machine, op);
    if (!*stmt)
        stop_unknown(machine, op, "calls %s, which is not built in", op->p4);
    return *stmt;
}

enum outcome op_Function(struct machine *machine, const struct op *op)
{
    const char *why = why_not(machine, op);
    if (why)
        return stop_unknown(machine, op, "calls %s, which %s", op->p4 ? op->p4 : "", why);
    sqlite3_stmt *stmt = statement_of(machine, op);
    if (!stmt)
        return STOPPED;
    for (int i = 0; i < op->arguments; i++)
        bind(stmt, i + 1, &reg_at(machine, op->p2 + i)->value);
    enum outcome outcome = GO_ON;
    if (sqlite3_step(stmt) == SQLITE_ROW)
        take(stmt, reg_at(machine, op->p3));
    else
        outcome = stop_error(machine, sqlite3_errcode(machine->functions), "%s",
                             sqlite3_errmsg(machine->functions));
    sqlite3_reset(stmt);
    return outcome;
}

enum outcome op_PureFunc(struct machine *machine, const struct op *op)
{
    return op_Function(machine, op);
}

void functions_free(struct machine *machine)
{
    for (size_t i = 0; i < machine->code->count; i++)
        sqlite3_finalize(machine->calls[i]);
    free(machine->calls);
    sqlite3_close(machine->functions);
}
