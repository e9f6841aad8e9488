/* kill -9 in the middle of a transaction: the database is as it was before. */
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sqlite-demo/cursor.h"
#include "tests/tap.h"

static char folder[64], path[96], journal[120];

/* Commits one row, begins to add many, says so and waits to be killed. The small
 * page cache makes SQLite write uncommitted pages into the file itself. */
static _Noreturn void victim(int ready)
{
    struct db_conn *conn;
    struct db_cur *cur;
    int failed = db_connect(path, NULL, &conn, NULL) || db_cursor(conn, &cur, NULL) ||
                 db_execute(cur, "PRAGMA cache_size = 2", DB_NONE, NULL) ||
                 db_execute(cur, "CREATE TABLE t(a, b)", DB_NONE, NULL) ||
                 db_execute(cur, "INSERT INTO t VALUES (1, 'kept')", DB_NONE, NULL) ||
                 db_commit(conn, NULL);
    for (int i = 2; i < 3000 && !failed; i++)
        failed = db_execute(cur, "INSERT INTO t VALUES (?, ?)",
                            DB_PARAMS(db_int(i), db_text("lost lost lost lost")), NULL);
    if (!failed && write(ready, "r", 1) == 1)
        for (;;)
            pause();
    _exit(1);
}

static int64_t size_of(const char *file)
{
    struct stat status;
    return stat(file, &status) == 0 ? (int64_t)status.st_size : -1;
}

static void is_answer(const char *sql, const char *wanted, const char *name)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    char seen[200] = "nothing";
    sqlite3_open(path, &db);
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW)
        snprintf(seen, sizeof seen, "%s", (const char *)sqlite3_column_text(stmt, 0));
    else
        snprintf(seen, sizeof seen, "%s", sqlite3_errmsg(db));
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    is_string(seen, wanted, name);
}

int main(void)
{
    int ends[2], status = 0;
    char byte = 0;
    const char *parent = getenv("TMPDIR");

    snprintf(folder, sizeof folder, "%.40s/ring3-crash.XXXXXX",
             parent && *parent ? parent : "/tmp");
    if (!mkdtemp(folder) || pipe(ends) < 0)
        skip_all("cannot make a folder");
    snprintf(path, sizeof path, "%s/a.db", folder);
    snprintf(journal, sizeof journal, "%s-journal", path);

    pid_t child = fork();
    if (child == 0)
        victim(ends[1]);
    close(ends[1]);
    is_int(read(ends[0], &byte, 1), 1, "the victim is in its transaction");
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "and was killed in it");
    ok(size_of(journal) > 512, "the journal is still there, and it is hot");
    ok(size_of(path) > 20 * 4096, "uncommitted pages are in the database file");
    is_answer("SELECT count(*) FROM t", "1", "after it, only the committed row is there");
    is_answer("SELECT b FROM t", "kept", "with its content");
    is_answer("PRAGMA integrity_check", "ok", "and the file is sound");
    ok(size_of(journal) <= 0, "the journal was played back");
    unlink(journal);
    unlink(path);
    is_int(rmdir(folder), 0, "nothing else is left");
    return done_testing();
}
