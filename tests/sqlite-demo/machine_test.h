/* A statement through our machine and through SQLite, for tests. */
#ifndef RING3_TESTS_SQLITE_MACHINE_TEST_H
#define RING3_TESTS_SQLITE_MACHINE_TEST_H

#include "labs/kit/error.h"
#include "sqlite-demo/machine/opcodes.h"
#include "tests/sqlite-demo/specimen.h"

struct verdict {
    bool loaded, same;
    enum stop_reason stop;
    uint64_t rows, steps;
    uint64_t their_rows, their_steps;
    char why[ERROR_MAX];
};

/* Rows as one number: FNV-1a over types and bytes. */
static inline void add_bytes(uint64_t *hash, const void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        *hash = (*hash ^ ((const uint8_t *)bytes)[i]) * 1099511628211u;
}

static inline void add_ours(uint64_t *hash, const struct value *value)
{
    uint8_t type = (uint8_t)value->type;
    add_bytes(hash, &type, 1);
    if (value->type == VALUE_INTEGER || value->type == VALUE_REAL)
        add_bytes(hash, &value->integer, 8);
    else if (value->type >= VALUE_TEXT)
        add_bytes(hash, value->bytes, value->size);
}

static inline void add_theirs(uint64_t *hash, sqlite3_stmt *stmt, int column)
{
    struct value value = {0};
    switch (sqlite3_column_type(stmt, column)) {
    case SQLITE_INTEGER:
        value.type = VALUE_INTEGER;
        value.integer = sqlite3_column_int64(stmt, column);
        break;
    case SQLITE_FLOAT:
        value.type = VALUE_REAL;
        value.real = sqlite3_column_double(stmt, column);
        break;
    case SQLITE_TEXT:
        value.type = VALUE_TEXT;
        value.bytes = sqlite3_column_text(stmt, column);
        break;
    case SQLITE_BLOB:
        value.type = VALUE_BLOB;
        value.bytes = sqlite3_column_blob(stmt, column);
        break;
    default:
        break;
    }
    if (value.type >= VALUE_TEXT)
        value.size = (uint32_t)sqlite3_column_bytes(stmt, column);
    add_ours(hash, &value);
}

static inline void run_theirs(sqlite3 *sqlite, const char *sql, struct verdict *verdict,
                              uint64_t *hash, char *failed, size_t size)
{
    sqlite3_stmt *stmt;
    int status;
    sqlite3_exec(sqlite, "PRAGMA cache_spill=OFF; BEGIN", NULL, NULL, NULL);
    sqlite3_prepare_v2(sqlite, sql, -1, &stmt, NULL);
    while ((status = sqlite3_step(stmt)) == SQLITE_ROW) {
        verdict->their_rows++;
        for (int i = 0; i < sqlite3_column_count(stmt); i++)
            add_theirs(hash, stmt, i);
    }
    if (status != SQLITE_DONE)
        snprintf(failed, size, "%s", sqlite3_errmsg(sqlite));
    verdict->their_steps =
        (uint64_t)sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 0);
    sqlite3_finalize(stmt);
    sqlite3_exec(sqlite, "ROLLBACK", NULL, NULL, NULL);
}

static inline struct verdict judge(sqlite3 *sqlite, const char *path, const char *sql)
{
    struct verdict verdict = {0};
    struct program_code code = {0};
    struct database db;
    struct machine machine;
    struct error error;
    uint64_t ours = 14695981039346656037u, theirs = ours;
    char failed[256] = "";
    if (program_load(sqlite, sql, &code, &error) < 0 ||
        database_open(&db, path, &error) < 0) {
        snprintf(verdict.why, sizeof verdict.why, "%s", error.message);
        program_unload(&code);
        return verdict;
    }
    verdict.loaded = true;
    machine_init(&machine, &db, &code);
    enum outcome outcome;
    while ((outcome = machine_run(&machine, 20000000)) == ROW)
        for (int i = 0; i < machine.row_count; i++)
            add_ours(&ours, &reg_at(&machine, machine.row_at + i)->value);
    verdict.rows = machine.rows;
    verdict.steps = machine.steps;
    verdict.stop = outcome == GO_ON ? STOP_UNKNOWN : machine.stop;
    if (machine.stop != STOP_UNKNOWN)
        run_theirs(sqlite, sql, &verdict, &theirs, failed, sizeof failed);
    verdict.same = outcome != GO_ON && ours == theirs &&
                   verdict.rows == verdict.their_rows &&
                   verdict.steps == verdict.their_steps;
    if (*failed || machine.stop == STOP_ERROR)
        verdict.same &= !strcmp(failed, machine.why_stopped);
    snprintf(verdict.why, sizeof verdict.why, "%s | %s", machine.why_stopped, failed);
    machine_free(&machine);
    database_close(&db);
    program_unload(&code);
    return verdict;
}

#endif
