/* Copying a database: all that is committed, no file beside the original, and a
 * writer is waited for. And the witness: it waits for nobody and leaves no lock.
 *
 * Whoever else has the file open is a child process, as POSIX locks want it. This
 * program defines the functions with which SQLite sleeps: so a wait is seen, and
 * the lock is given up in the middle of it, without any sleep in the test.
 */
#include <dirent.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sqlite-demo/copy.h"
#include "sqlite-demo/query.h"
#include "sqlite-demo/scratch.h"
#include "sqlite-demo/witness.h"
#include "tests/tap.h"

static struct error error;
static struct scratch scratch;
static char path[200], copy[200];

static int sleeps, holder_in = -1, holder_out = -1;
static pid_t holder;

static void let_go(void)
{
    char byte = 0;
    if (holder_in < 0)
        return;
    if (write(holder_in, &byte, 1) != 1 || read(holder_out, &byte, 1) < 0)
        printf("# the child is gone\n");
    close(holder_in);
    close(holder_out);
    holder_in = holder_out = -1;
    waitpid(holder, NULL, 0);
}

int usleep(useconds_t microseconds) /* lint: allowed, it does not sleep */
{
    (void)microseconds;
    sleeps++;
    let_go();
    return 0;
}

int nanosleep(const struct timespec *wanted, /* lint: allowed, it does not sleep */
              struct timespec *left)
{
    (void)wanted, (void)left;
    sleeps++;
    let_go();
    return 0;
}

static void run_sql(sqlite3 *db, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        printf("# %s: %s\n", sql, message), exit(1);
}

/* A child runs the SQL and then goes: closing, or as if it had crashed. */
static void other_program(const char *sql, bool crashes)
{
    pid_t child = fork();
    if (child == 0) {
        sqlite3 *db;
        sqlite3_open(path, &db);
        run_sql(db, sql);
        if (!crashes)
            sqlite3_close(db);
        _exit(0);
    }
    waitpid(child, NULL, 0);
}

/* A child runs the SQL and keeps its connection open until let_go(). */
static void hold(const char *sql)
{
    int to[2], from[2];
    char byte = 0;
    if (pipe(to) < 0 || pipe(from) < 0)
        exit(1);
    fflush(stdout);
    holder = fork();
    if (holder == 0) {
        sqlite3 *db;
        sqlite3_open(path, &db);
        run_sql(db, sql);
        if (write(from[1], &byte, 1) != 1 || read(to[0], &byte, 1) < 0)
            _exit(1);
        sqlite3_close(db);
        _exit(0);
    }
    close(to[0]);
    close(from[1]);
    holder_in = to[1];
    holder_out = from[0];
    if (read(holder_out, &byte, 1) != 1)
        printf("Bail out! the child could not take its lock\n"), exit(1);
}

static int count(const char *file, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *stmt = NULL;
    int number = -1;
    sqlite3_open(file, &db);
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW)
        number = sqlite3_column_int(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return number;
}

static void begin(void)
{
    if (scratch_open(&scratch, &error) < 0)
        printf("Bail out! %s\n", error.message), exit(1);
    snprintf(path, sizeof path, "%s/it's 100%% a?b#c.db", scratch.folder);
    snprintf(copy, sizeof copy, "%s-copy.db", scratch.folder);
    fflush(stdout);
}

static void end(void)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    let_go();
    scratch_close(&scratch);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        char name[220];
        snprintf(name, sizeof name, "%s%s", copy, suffixes[i]);
        unlink(name);
    }
}

/* How many files the folder of the database has. */
static int files(void)
{
    int found = 0;
    DIR *listing = opendir(scratch.folder);
    for (struct dirent *entry; (entry = readdir(listing));)
        found++;
    closedir(listing);
    return found - 2;
}

static void copies(int rows, const char *name)
{
    char text[120];
    int before = files();
    error.message[0] = '\0';
    snprintf(text, sizeof text, "%s is copied", name);
    if (!ok(database_copy(path, copy, &error) == 0, text))
        printf("#   %s\n", error.message);
    snprintf(text, sizeof text, "%s: no file came or went", name);
    is_int(files(), before, text);
    snprintf(text, sizeof text, "%s: all that was committed is there", name);
    is_int(count(copy, "SELECT count(*) FROM t"), rows, text);
}

#define WAL "PRAGMA journal_mode = WAL; CREATE TABLE t(a); INSERT INTO t VALUES (1), (2);"

static void test_copies(void)
{
    char name[220];
    begin();
    other_program(WAL, false);
    is_int(files(), 1, "a WAL database that was closed is one file");
    chmod(scratch.folder, 0500);
    copies(2, "a closed WAL database");
    chmod(scratch.folder, 0700);
    end();

    begin();
    hold(WAL);
    is_int(files(), 3, "while it is open, it is three files");
    copies(2, "an open WAL database");
    end();

    begin();
    other_program(WAL, true);
    snprintf(name, sizeof name, "%s-shm", path);
    unlink(name);
    is_int(files(), 2, "a WAL without its index");
    copies(2, "what a crash left");
    end();

    begin();
    other_program("CREATE TABLE t(a); INSERT INTO t VALUES (1);", false);
    other_program("PRAGMA cache_size = 1; BEGIN; INSERT INTO t WITH RECURSIVE n(x) AS "
                  "(SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 20000) SELECT x FROM n;",
                  true);
    is_int(files(), 2, "a journal that must be rolled back");
    copies(1, "an interrupted transaction");
    end();
}

static void test_copy_waits(void)
{
    begin();
    other_program("CREATE TABLE t(a); INSERT INTO t VALUES (1);", false);
    hold("BEGIN EXCLUSIVE");
    sleeps = 0;
    is_int(database_copy(path, copy, &error), 0, "a writer is waited for");
    ok(sleeps > 0, "by sleeping");
    end();
}

static void test_witness(void)
{
    struct sight sight;
    struct witness witness = {.path = path, .watch = "SELECT a FROM t"};
    sqlite3 *db;

    begin();
    other_program("CREATE TABLE t(a);", false);
    hold("BEGIN EXCLUSIVE");
    sleeps = 0;
    witness_look(&witness, &sight);
    is_string(sight.err.name, "SQLITE_BUSY", "the witness is told of a lock");
    is_int(sleeps, 0, "and does not wait for it");
    witness_close(&witness);
    let_go();

    other_program("INSERT INTO t WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 "
                  "FROM n LIMIT 1500) SELECT x FROM n;",
                  false);
    witness_look(&witness, &sight);
    is_int(sight.count, SIGHT_COUNT_MAX + 1, "the witness stops counting");
    sqlite3_open(path, &db);
    is_int(sqlite3_exec(db, "DELETE FROM t", NULL, NULL, NULL), SQLITE_OK,
           "and leaves no lock behind, though it did not read to the end");
    sqlite3_close(db);
    witness_close(&witness);
    end();
}

static void watches(const char *sql, const char *wanted, const char *name)
{
    struct query query;
    query_init(&query, path, sql);
    is_string(query.watch, wanted, name);
    query_free(&query);
}

static void test_watch(void)
{
    begin();
    other_program("CREATE TABLE t(a); CREATE TABLE u(a);", false);
    watches("UPDATE t SET a = 1", "SELECT * FROM \"t\"", "an UPDATE is about its table");
    watches("INSERT INTO t SELECT a FROM u", "SELECT * FROM \"t\"",
            "what is written goes before what is read");
    watches("DELETE FROM u", "SELECT * FROM \"u\"", "a DELETE, too");
    watches("SELECT 1", "SELECT type, name FROM sqlite_master", "no table: the schema");
    end();
}

int main(void)
{
    test_copies();
    test_copy_waits();
    test_witness();
    test_watch();
    return done_testing();
}
