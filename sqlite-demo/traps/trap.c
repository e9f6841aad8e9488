/* What the steps of a trap are made of: a fresh database, statements, facts. */
#include "sqlite-demo/traps/trap.h"
#include "sqlite-demo/scratch.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int failed(struct trap_run *run, const char *what)
{
    return error_set(run->error, STATUS_HOST, "%s: %s%s", what, sqlite3_errmsg(run->db),
                     scratch_hint(sqlite3_errcode(run->db)));
}

void trap_close(struct trap_run *run)
{
    sqlite3_close(run->db);
    run->db = NULL;
}

int trap_open(struct trap_run *run)
{
    trap_close(run);
    snprintf(run->path, sizeof run->path, "%s/trap.db", run->folder);
    unlink(run->path);
    if (sqlite3_open(run->path, &run->db) != SQLITE_OK)
        return failed(run, run->path);
    return 0;
}

int trap_sql(struct trap_run *run, const char *sql)
{
    if (sqlite3_exec(run->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return failed(run, sql);
    return 0;
}

int trap_prepare(struct trap_run *run, const char *sql, sqlite3_stmt **stmt)
{
    if (sqlite3_prepare_v2(run->db, sql, -1, stmt, NULL) != SQLITE_OK)
        return failed(run, sql);
    return 0;
}

int trap_number(struct trap_run *run, const char *sql, int64_t *number)
{
    sqlite3_stmt *stmt;
    int code;
    if (trap_prepare(run, sql, &stmt))
        return -1;
    code = sqlite3_step(stmt);
    *number = code == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return code == SQLITE_ROW ? 0 : failed(run, sql);
}

int64_t trap_vm_steps(sqlite3_stmt *stmt)
{
    return sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 0);
}

double trap_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static struct fact *new_fact(struct trap_run *run, const char *label)
{
    struct fact *fact = &run->facts[run->fact_count];
    if (run->fact_count < TRAP_FACTS - 1)
        run->fact_count++;
    *fact = (struct fact){0};
    snprintf(fact->label, sizeof fact->label, "%s", label);
    return fact;
}

void trap_fact(struct trap_run *run, const char *label, double value, const char *unit)
{
    struct fact *fact = new_fact(run, label);
    fact->value = value;
    fact->unit = unit;
}

void trap_say(struct trap_run *run, const char *label, const char *format, ...)
{
    struct fact *fact = new_fact(run, label);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(fact->text, sizeof fact->text, format, arguments);
    va_end(arguments);
}

void trap_answer(struct trap_run *run, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(run->answer, sizeof run->answer, format, arguments);
    va_end(arguments);
}

int trap_expect(struct trap_run *run, const char *what, int64_t seen, int64_t wanted)
{
    if (seen == wanted)
        return 0;
    return error_set(
        run->error, STATUS_HOST,
        "this SQLite (%s) does something else than this step explains: %s is "
        "%lld, not %lld",
        sqlite3_libversion(), what, (long long)seen, (long long)wanted);
}
