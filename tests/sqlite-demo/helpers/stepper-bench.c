/* How fast the machine is when nobody looks: opcodes per second, and the time of
 * SQLite for the same statements in the same run. */
#include <time.h>

#include "tests/sqlite-demo/machine_test.h"

enum { ROWS = 300000, ROUNDS = 5 };

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double run_ours(const char *path, const struct program_code *code, uint64_t *steps)
{
    struct database db;
    struct machine machine;
    struct error error;
    if (database_open(&db, path, &error) < 0)
        printf("Bail out! %s\n", error.message), exit(1);
    machine_init(&machine, &db, code);
    double began = seconds();
    while (machine_run(&machine, UINT64_MAX) == ROW)
        ;
    double took = seconds() - began;
    *steps = machine.stop == STOP_NOT ? machine.steps : 0;
    machine_free(&machine);
    database_close(&db);
    return took;
}

static double run_sqlite(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt;
    double began = seconds();
    sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        ;
    sqlite3_finalize(stmt);
    return seconds() - began;
}

static void measure(sqlite3 *db, const char *path, const char *sql)
{
    struct program_code code;
    struct error error;
    uint64_t steps = 0;
    double ours = 1e9, theirs = 1e9;
    program_load(db, sql, &code, &error);
    for (int i = 0; i < ROUNDS; i++) {
        double one = run_ours(path, &code, &steps), other = run_sqlite(db, sql);
        ours = one < ours ? one : ours;
        theirs = other < theirs ? other : theirs;
    }
    printf("%6.1f M opcodes/s  %5.2f times SQLite's time  %9llu steps  %s\n",
           (double)steps / ours / 1e6, ours / theirs, (unsigned long long)steps, sql);
    program_unload(&code);
}

static const char *const statements[] = {
    "SELECT id, a, b FROM t",
    "SELECT count(*), sum(b) FROM t NOT INDEXED WHERE b > 500",
    "SELECT a FROM t WHERE b BETWEEN 100 AND 300",
    "SELECT count(*) FROM t AS x JOIN t AS y ON y.id = x.b",
    "SELECT count(*) FROM t AS x JOIN t AS y ON y.b = x.id",
    "SELECT b, count(*) FROM t GROUP BY b",
    "SELECT a FROM t ORDER BY a LIMIT 10",
};

/* Without an argument the statements above; else only that one. */
int main(int argc, char **argv)
{
    struct scratch scratch;
    struct error error;
    char path[300];
    scratch_open(&scratch, &error);
    snprintf(path, sizeof path, "%s/bench.db", scratch.folder);
    sqlite3 *db =
        specimen_open(path, "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INT);"
                            "CREATE INDEX tb ON t(b);");
    char sql[300];
    snprintf(sql, sizeof sql,
             "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<%d) "
             "INSERT INTO t SELECT i, 'row number '||i, i*7919%%1000 FROM n",
             ROWS);
    sqlite3_exec(db, sql, NULL, NULL, NULL);
    if (argc > 1)
        measure(db, path, argv[1]);
    else
        for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
            measure(db, path, statements[i]);
    sqlite3_close(db);
    scratch_close(&scratch);
    return 0;
}
