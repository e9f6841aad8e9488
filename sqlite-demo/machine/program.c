#include "sqlite-demo/machine/program.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "sqlite-demo/machine/call.h"
#include "sqlite-demo/machine/default.h"
#include "sqlite-demo/machine/opcodes.h"

/* ---- P4 ---- */

/* "k(2,B,-N.NOCASE)": per field a minus if it descends, "N." if its NULLs stand at
 * the other end, the collation. */
static struct key_order *parse_order(const char *text)
{
    uint32_t count = (uint32_t)strtoul(text + 2, NULL, 10);
    if (count > FIELDS_MAX)
        return NULL;
    struct key_order *order = xcalloc(1, sizeof *order + count * sizeof order->fields[0]);
    const char *at = strchr(text, ',');
    for (; order->count < count && at; order->count++) {
        struct key_field *field = &order->fields[order->count];
        at++;
        if (*at == '-')
            field->descending = true, at++;
        if (!strncmp(at, "N.", 2))
            field->nulls_last = true, at += 2;
        size_t length = strcspn(at, ",)");
        field->collation = collation_named(at, length);
        at = at[length] == ',' ? at + length : NULL;
    }
    return order;
}

/* "NOCASE-8" */
static void parse_collation(struct op *op)
{
    const char *dash = strrchr(op->p4, '-');
    if (!dash || dash == op->p4 || strcmp(dash, "-8") != 0)
        return;
    op->has_collation = true;
    op->collation = collation_named(op->p4, (size_t)(dash - op->p4));
}

/* "substr(3)"; a function that takes any number says -1, and then the text of the
 * statement tells: how many arguments it has there, wherever its name stands. */
static int count_arguments(const char *p4, const char *sql)
{
    const char *bracket = strrchr(p4, '(');
    int count = bracket ? (int)strtol(bracket + 1, NULL, 10) : -1;
    if (count >= 0 || !bracket)
        return count;
    return call_arguments(sql, p4, (size_t)(bracket - p4));
}

static void parse_p4(struct op *op, const char *sql)
{
    if (!op->p4)
        return;
    if (!strcmp(op->name, "Function") || !strcmp(op->name, "PureFunc"))
        op->arguments = count_arguments(op->p4, sql);
    op->p4_integer = (int)strtol(op->p4, NULL, 10);
    if (!strncmp(op->p4, "k(", 2))
        op->order = parse_order(op->p4);
    parse_collation(op);
}

/* ---- loading ---- */

static void raise_to(int *most, int64_t number)
{
    if (number >= *most && number < 100000)
        *most = (int)number + 1;
}

/* Which registers and cursors there are: EXPLAIN does not say it. Operands that
 * are something else (addresses, counts) only make it a little more. */
static void measure(struct program_code *code, const struct op *op)
{
    if (!strcmp(op->name, "Integer")) { /* its P1 is the number */
        raise_to(&code->registers, op->p2);
        return;
    }
    int span = op->p4_integer > 0 && op->p4_integer < 5000 ? op->p4_integer : 0;
    if (op->p5 < 5000 && (int)op->p5 > span)
        span = (int)op->p5;
    raise_to(&code->registers, (int64_t)op->p1 + (op->p2 > 0 ? op->p2 : 0));
    raise_to(&code->registers, (int64_t)op->p2 + (op->p3 > 0 ? op->p3 : 0) + span);
    raise_to(&code->registers, (int64_t)op->p3 + span);
    raise_to(&code->registers, (int64_t)op->p1 + (op->p3 > 0 ? op->p3 : 0));
    raise_to(&code->cursors, op->p1);
    raise_to(&code->cursors, op->p2);
    raise_to(&code->cursors, op->p3);
}

static void add_row(struct program_code *code, sqlite3_stmt *stmt, const char *sql)
{
    if ((code->count & (code->count - 1)) == 0)
        code->ops = xreallocarray(code->ops, code->count ? 2 * code->count : 1,
                                  sizeof *code->ops);
    struct op *op = &code->ops[code->count++];
    const char *p4 = (const char *)sqlite3_column_text(stmt, 5);
    *op = (struct op){
        .name = xstrdup((const char *)sqlite3_column_text(stmt, 1)),
        .p1 = sqlite3_column_int(stmt, 2),
        .p2 = sqlite3_column_int(stmt, 3),
        .p3 = sqlite3_column_int(stmt, 4),
        .p4 = p4 ? xstrdup(p4) : NULL,
        .p5 = (uint32_t)sqlite3_column_int(stmt, 6),
    };
    op->type = opcode_named(op->name);
    op->run = op->type && op->type->run ? op->type->run : op_unknown;
    parse_p4(op, sql);
    measure(code, op);
    code->writes |= !strcmp(op->name, "Transaction") && op->p2 != 0;
}

static bool is_blank(const char *text)
{
    for (; *text && (isspace((unsigned char)*text) || *text == ';'); text++)
        ;
    return *text == '\0' || !strncmp(text, "--", 2);
}

static int prepare(sqlite3 *db, const char *sql, sqlite3_stmt **stmt, struct error *error)
{
    const char *tail;
    if (sqlite3_prepare_v2(db, sql, -1, stmt, &tail) != SQLITE_OK) {
        int at = sqlite3_error_offset(db);
        if (sqlite3_errcode(db) == SQLITE_AUTH)
            return error_set(error, STATUS_REQUEST,
                             "this is a copy, whose SQL may not open other files: %s",
                             sqlite3_errmsg(db));
        return at < 0 ? error_set(error, STATUS_REQUEST, "%s", sqlite3_errmsg(db))
                      : error_set(error, STATUS_REQUEST, "%s (column %d)",
                                  sqlite3_errmsg(db), at + 1);
    }
    if (!*stmt)
        return error_set(error, STATUS_REQUEST, "this is no statement");
    if (!is_blank(tail))
        return error_set(error, STATUS_REQUEST,
                         "this is more than one statement; one at a time is stepped");
    if (sqlite3_stmt_isexplain(*stmt))
        return error_set(error, STATUS_REQUEST,
                         "leave EXPLAIN away: the program is shown in any case");
    return 0;
}

static void read_columns(sqlite3_stmt *stmt, struct program_code *code)
{
    code->columns = sqlite3_column_count(stmt);
    code->column_names = xcalloc((size_t)code->columns + 1, sizeof *code->column_names);
    for (int i = 0; i < code->columns; i++)
        code->column_names[i] = xstrdup(sqlite3_column_name(stmt, i));
}

int program_load(sqlite3 *db, const char *sql, struct program_code *code,
                 struct error *error)
{
    sqlite3_stmt *stmt = NULL;
    *code = (struct program_code){.registers = 1, .cursors = 1};
    int status = prepare(db, sql, &stmt, error);
    if (status == 0)
        read_columns(stmt, code);
    sqlite3_finalize(stmt);
    if (status < 0)
        return -1;
    cleanup_free char *explain = xasprintf("EXPLAIN %s", sql);
    if (sqlite3_prepare_v2(db, explain, -1, &stmt, NULL) == SQLITE_OK)
        while (sqlite3_step(stmt) == SQLITE_ROW)
            add_row(code, stmt, sql);
    if (sqlite3_finalize(stmt) != SQLITE_OK || code->count == 0)
        return error_set(error, STATUS_REQUEST, "EXPLAIN failed: %s", sqlite3_errmsg(db));
    defaults_find(db, code);
    return 0;
}

void program_unload(struct program_code *code)
{
    for (size_t i = 0; i < code->count; i++) {
        free(code->ops[i].name);
        free(code->ops[i].p4);
        free(code->ops[i].order);
        if (code->ops[i].fallback)
            reg_free(code->ops[i].fallback);
        free(code->ops[i].fallback);
    }
    for (int i = 0; i < code->columns; i++)
        free(code->column_names[i]);
    free(code->column_names);
    free(code->ops);
    *code = (struct program_code){0};
}

/* ---- words ---- */

void op_sentence(const struct op *op, char *text, size_t size)
{
    const char *from = op->type ? op->type->sentence
                                : "This opcode is not known here: another version of "
                                  "SQLite made this program.";
    FILE *out = fmemopen(text, size, "w");
    if (!out)
        return;
    for (; *from; from++) {
        if (*from != '%' || from[1] < '1' || from[1] > '5') {
            fputc(*from, out);
            continue;
        }
        const int numbers[] = {op->p1, op->p2, op->p3, 0, (int)op->p5};
        int which = *++from - '1';
        if (which == 3)
            fputs(op->p4 ? op->p4 : "", out);
        else
            fprintf(out, "%d", numbers[which]);
    }
    fclose(out);
    text[size - 1] = '\0';
}

void op_text(const struct op *op, char *text, size_t size)
{
    snprintf(text, size, "%-12s %d %d %d%s%s", op->name, op->p1, op->p2, op->p3,
             op->p4 && *op->p4 ? " " : "", op->p4 ? op->p4 : "");
}
