/* How fast the cursor library is, against a plain loop over SQLite: sqlite_bench FOLDER
 * [ROWS]. Both take turns in one process; the fastest round of each counts. Prints
 * lines "WHAT RATE RATIO".
 *
 * The table is (id INTEGER PRIMARY KEY, a TEXT, b INTEGER); every column of a row is
 * read. All rows are inserted in one transaction.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "sqlite-demo/cursor.h"

enum { ROUNDS = 5 };

static int rows = 1000000;
static char path[4096];
static volatile int64_t sum; /* what was read is used */

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void must(int failed, const char *what)
{
    if (!failed)
        return;
    fprintf(stderr, "sqlite_bench: %s failed\n", what);
    exit(1);
}

static void fresh(void)
{
    sqlite3 *db;
    unlink(path);
    must(sqlite3_open(path, &db), "open");
    must(sqlite3_exec(db, "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INTEGER)",
                      NULL, NULL, NULL),
         "create");
    sqlite3_close(db);
}

static const char insert[] = "INSERT INTO t(a, b) VALUES (?, ?)";
static const char query[] = "SELECT id, a, b FROM t";

static double plain_insert(void)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    fresh();
    double start = now();
    must(sqlite3_open(path, &db), "open");
    sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
    must(sqlite3_prepare_v2(db, insert, -1, &stmt, NULL), "prepare");
    for (int i = 0; i < rows; i++) {
        sqlite3_bind_text(stmt, 1, "a text of some length", 21, SQLITE_STATIC);
        sqlite3_bind_int64(stmt, 2, i);
        must(sqlite3_step(stmt) != SQLITE_DONE, "step");
        sqlite3_reset(stmt);
    }
    sqlite3_finalize(stmt);
    sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    sqlite3_close(db);
    return now() - start;
}

struct source {
    int next;
    struct db_value values[2];
};

static int next_row(void *self, struct db_params *params, struct db_err *err)
{
    struct source *source = self;
    (void)err;
    if (source->next == rows)
        return 0;
    source->values[0] = db_text_of("a text of some length", 21);
    source->values[1] = db_int(source->next++);
    *params = (struct db_params){source->values, 2, NULL};
    return 1;
}

static double cursor_insert(void)
{
    struct db_conn *conn;
    struct db_cur *cur;
    struct db_err err;
    struct source source = {0};
    fresh();
    double start = now();
    must(db_connect(path, NULL, &conn, &err) || db_cursor(conn, &cur, &err), "connect");
    must(db_executemany(cur, insert, next_row, &source, &err), "executemany");
    must(db_commit(conn, &err), "commit");
    db_cursor_free(cur);
    db_conn_free(conn);
    return now() - start;
}

static double plain_fetch(void)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    double start = now();
    must(sqlite3_open(path, &db), "open");
    must(sqlite3_prepare_v2(db, query, -1, &stmt, NULL), "prepare");
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        sum += sqlite3_column_int64(stmt, 0);
        sum += sqlite3_column_text(stmt, 1)[0] + sqlite3_column_bytes(stmt, 1);
        sum += sqlite3_column_int64(stmt, 2);
    }
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return now() - start;
}

static double cursor_fetch(void)
{
    struct db_conn *conn;
    struct db_cur *cur;
    struct db_err err;
    const struct db_row *row;
    double start = now();
    must(db_connect(path, NULL, &conn, &err) || db_cursor(conn, &cur, &err), "connect");
    must(db_execute(cur, query, DB_NONE, &err), "execute");
    while (db_fetchone(cur, &row, &err) == 1) {
        sum += row->values[0].integer;
        sum += row->values[1].text[0] + (int)row->values[1].length;
        sum += row->values[2].integer;
    }
    db_cursor_free(cur);
    db_conn_free(conn);
    return now() - start;
}

static void compare(const char *what, double (*plain)(void), double (*ours)(void))
{
    double best[2] = {1e9, 1e9};
    for (int i = 0; i < ROUNDS; i++) {
        double times[2] = {plain(), ours()};
        for (int k = 0; k < 2; k++)
            if (times[k] < best[k])
                best[k] = times[k];
    }
    printf("%-28s %6.2f M rows/s  100 %%\n", what, rows / best[0] / 1e6);
    printf("%-28s %6.2f M rows/s  %3.0f %%\n", "  the cursor", rows / best[1] / 1e6,
           100 * best[0] / best[1]);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    if (argc > 2)
        rows = atoi(argv[2]);
    snprintf(path, sizeof path, "%s/bench.db", argc > 1 ? argv[1] : ".");
    compare("insert: plain loop", plain_insert, cursor_insert);
    compare("fetch: plain loop", plain_fetch, cursor_fetch);
    return 0;
}
