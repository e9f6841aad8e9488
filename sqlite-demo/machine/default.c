#include "sqlite-demo/machine/default.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "sqlite-demo/machine/convert.h"

/* "VARCHAR(9)" has the affinity of text: sqlite.org/datatype3.html, 3.1. */
static char affinity_of(const char *type)
{
    static const struct {
        const char *part;
        char affinity;
    } rules[] = {{"INT", AFFINITY_INTEGER}, {"CHAR", AFFINITY_TEXT},
                 {"CLOB", AFFINITY_TEXT},   {"TEXT", AFFINITY_TEXT},
                 {"BLOB", AFFINITY_BLOB},   {"REAL", AFFINITY_REAL},
                 {"FLOA", AFFINITY_REAL},   {"DOUB", AFFINITY_REAL}};
    if (!type || !*type)
        return AFFINITY_BLOB;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (strcasestr(type, rules[i].part))
            return rules[i].affinity;
    return AFFINITY_NUMERIC;
}

/* The root page on which the cursor of an instruction was opened; 0: unknown. */
static int root_of(const struct program_code *code, int cursor)
{
    for (size_t i = 0; i < code->count; i++) {
        const struct op *op = &code->ops[i];
        if (op->p1 == cursor && op->p3 == 0 && !op->order &&
            (!strcmp(op->name, "OpenRead") || !strcmp(op->name, "OpenWrite")))
            return op->p2;
    }
    return 0;
}

/* The declared default is a constant expression: SQLite says what it is. */
static void evaluate(sqlite3 *db, const char *expression, const char *type,
                     struct reg *out)
{
    cleanup_free char *sql = xasprintf("SELECT (%s)", expression);
    char affinity = affinity_of(type);
    struct value value = {0};
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK ||
        sqlite3_step(stmt) != SQLITE_ROW) {
        sqlite3_finalize(stmt);
        return;
    }
    int kind = sqlite3_column_type(stmt, 0);
    if (kind == SQLITE_INTEGER) {
        reg_set_integer(out, sqlite3_column_int64(stmt, 0));
    } else if (kind == SQLITE_FLOAT) {
        reg_set_real(out, sqlite3_column_double(stmt, 0));
    } else if (kind == SQLITE_TEXT || kind == SQLITE_BLOB) {
        value.type = kind == SQLITE_TEXT ? VALUE_TEXT : VALUE_BLOB;
        value.bytes = sqlite3_column_blob(stmt, 0);
        value.size = (uint32_t)sqlite3_column_bytes(stmt, 0);
        reg_set_copy(out, &value);
    }
    reg_apply_affinity(out, affinity);
    sqlite3_finalize(stmt);
}

static void find_one(sqlite3 *db, const struct program_code *code, struct op *op)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(db,
                           "SELECT i.dflt_value, i.type FROM sqlite_schema s, "
                           "pragma_table_info(s.name) i WHERE s.rootpage=?1 AND "
                           "s.type='table' AND i.cid=?2",
                           -1, &stmt, NULL) != SQLITE_OK)
        return;
    sqlite3_bind_int(stmt, 1, root_of(code, op->p1));
    sqlite3_bind_int(stmt, 2, op->p2);
    if (sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_text(stmt, 0)) {
        op->fallback = xcalloc(1, sizeof *op->fallback);
        evaluate(db, (const char *)sqlite3_column_text(stmt, 0),
                 (const char *)sqlite3_column_text(stmt, 1), op->fallback);
    }
    sqlite3_finalize(stmt);
}

void defaults_find(sqlite3 *db, struct program_code *code)
{
    for (size_t i = 0; i < code->count; i++) {
        struct op *op = &code->ops[i];
        if (op->p4 && *op->p4 && !strcmp(op->name, "Column"))
            find_one(db, code, op);
    }
}
