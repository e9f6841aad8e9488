/* Traps of transactions, through the cursor library: what is kept, and since when. */
#include <stdio.h>

#include "sqlite-demo/cursor.h"
#include "sqlite-demo/traps/trap.h"

static int failed(struct trap_run *run, const struct db_err *err)
{
    return error_set(run->error, STATUS_HOST, "%s: %s", db_class_name(err->class),
                     err->message);
}

/* What a second connection finds in the file. */
static int kept(struct trap_run *run, int64_t *rows)
{
    if (sqlite3_open(run->path, &run->db) != SQLITE_OK)
        return error_set(run->error, STATUS_HOST, "%s", sqlite3_errmsg(run->db));
    return trap_number(run, "SELECT count(*) FROM film", rows);
}

static int fresh(struct trap_run *run)
{
    if (trap_open(run) || trap_sql(run, "CREATE TABLE film(title)"))
        return -1;
    trap_close(run);
    return 0;
}

/* ---- the forgotten commit ---- */

static int insert_and_close(struct trap_run *run, bool commit)
{
    struct db_conn *conn = NULL;
    struct db_cur *cur = NULL;
    struct db_err err;
    int64_t rows, count = 0;
    int result = 0;

    if (fresh(run))
        return -1;
    if (db_connect(run->path, NULL, &conn, &err) || db_cursor(conn, &cur, &err) ||
        db_execute(cur, "INSERT INTO film VALUES ('Metropolis')", DB_NONE, &err) ||
        (commit && db_commit(conn, &err)))
        result = failed(run, &err);
    if (cur)
        count = db_rowcount(cur);
    db_cursor_free(cur);
    db_conn_free(conn);
    if (result || kept(run, &rows))
        return -1;
    trap_fact(run, "rowcount after the INSERT", (double)count, "rows");
    trap_fact(run, "rows in the file afterwards", (double)rows, "rows");
    trap_answer(run, "%lld", (long long)rows);
    return trap_expect(run, "the number of rows kept", rows, commit);
}

static int forgotten(struct trap_run *run)
{
    return insert_and_close(run, false);
}

static int forgotten_fixed(struct trap_run *run)
{
    return insert_and_close(run, true);
}

const struct trap_step forgotten_steps[] = {
    {.title = "Insert, and close",
     .code = "db_execute(cur, \"INSERT INTO film VALUES ('Metropolis')\", …);\n"
             "db_close(conn, &err);",
     .why = "The library has sent BEGIN before the INSERT, as Python's does. Closing "
            "rolls back what was not committed. There was no error, and rowcount was 1.",
     .run = forgotten,
     .question = "How many rows will be in the file?",
     .rule = "Nothing is kept before COMMIT."},
    {.title = "Insert, commit, and close",
     .code = "db_execute(cur, \"INSERT INTO film VALUES ('Metropolis')\", …);\n"
             "db_commit(conn, &err);\n"
             "db_close(conn, &err);",
     .why = "The commit makes it last. \"sqlite-demo play forgotten-commit\" shows who "
            "sees the row, and when.",
     .run = forgotten_fixed},
};
_Static_assert(sizeof forgotten_steps / sizeof *forgotten_steps == FORGOTTEN_STEPS, "");

/* ---- executescript commits ---- */

static int insert_and_roll_back(struct trap_run *run, bool script)
{
    static const char create[] = "CREATE TABLE note(text)";
    struct db_conn *conn = NULL;
    struct db_cur *cur = NULL;
    struct db_err err;
    int64_t rows;
    int open = 0, result = 0;

    if (fresh(run))
        return -1;
    if (db_connect(run->path, NULL, &conn, &err) || db_cursor(conn, &cur, &err) ||
        db_execute(cur, "INSERT INTO film VALUES ('Metropolis')", DB_NONE, &err) ||
        (script ? db_executescript(cur, create, &err)
                : db_execute(cur, create, DB_NONE, &err)) ||
        (open = db_in_transaction(conn, &err)) < 0 || db_rollback(conn, &err))
        result = failed(run, &err);
    db_cursor_free(cur);
    db_conn_free(conn);
    if (result || kept(run, &rows))
        return -1;
    trap_say(run, "in a transaction before the rollback", "%s", open ? "yes" : "no");
    trap_fact(run, "rows in the file afterwards", (double)rows, "rows");
    trap_answer(run, "%lld", (long long)rows);
    return trap_expect(run, "the number of rows kept", rows, script);
}

static int script_commits(struct trap_run *run)
{
    return insert_and_roll_back(run, true);
}

static int script_commits_fixed(struct trap_run *run)
{
    return insert_and_roll_back(run, false);
}

const struct trap_step script_commits_steps[] = {
    {.title = "Insert, run a script, and roll back",
     .code = "db_execute(cur, \"INSERT INTO film VALUES ('Metropolis')\", …);\n"
             "db_executescript(cur, \"CREATE TABLE note(text)\", &err);\n"
             "db_rollback(conn, &err);",
     .why = "executescript() commits what is open before it begins, without a word. The "
            "rollback comes too late: there is nothing left to roll back.",
     .run = script_commits,
     .question = "How many rows will be in the file after the rollback?",
     .rule = "executescript() sends COMMIT first if a transaction is open."},
    {.title = "The same with execute()",
     .code = "db_execute(cur, \"INSERT INTO film VALUES ('Metropolis')\", …);\n"
             "db_execute(cur, \"CREATE TABLE note(text)\", DB_NONE, &err);\n"
             "db_rollback(conn, &err);",
     .why =
         "execute() runs one statement and commits nothing. In SQLite even CREATE TABLE "
         "belongs to the transaction, and is undone with it.",
     .run = script_commits_fixed},
};
_Static_assert(sizeof script_commits_steps / sizeof *script_commits_steps ==
                   SCRIPT_COMMITS_STEPS,
               "");
