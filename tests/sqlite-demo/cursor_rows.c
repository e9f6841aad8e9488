/* The cursor library: fetching, what a cursor knows afterwards, transactions, the
 * classes of errors, and the calls of SQLite that are reported. */
#include "tests/sqlite-demo/cursor_test.h"

static const char numbers[] =
    "WITH n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n WHERE a < 5) SELECT a FROM n";

static size_t fetched(struct db_cur *cur, int64_t count)
{
    struct db_rows rows;
    if (db_fetchmany(cur, count, &rows, &err))
        return 999;
    size_t seen = rows.count;
    db_rows_free(&rows);
    return seen;
}

static void test_fetch(void)
{
    struct db_conn *conn = connected(":memory:");
    struct db_cur *cur = cursor(conn);
    const struct db_row *row;
    struct db_rows rows;
    const char *none = "There are no rows to fetch: the cursor's last statement did not "
                       "produce a result set.";

    check_error(db_fetchone(cur, &row, &err), DB_PROGRAMMING_ERROR, none, 0, "",
                "fetchone before any statement");
    check_error(db_fetchmany(cur, 0, &rows, &err), DB_PROGRAMMING_ERROR, none, 0, "",
                "fetchmany before any statement");
    must(cur, "CREATE TABLE t(a)");
    check_error(db_fetchall(cur, &rows, &err), DB_PROGRAMMING_ERROR, none, 0, "",
                "fetchall after CREATE");
    must(cur, numbers);
    is_int(fetched(cur, DB_ARRAYSIZE), 1, "fetchmany gives arraysize rows");
    is_int(fetched(cur, 0), 0, "fetchmany(0) gives none");
    is_int(fetched(cur, 2), 2, "fetchmany(2) gives two");
    check_error(db_fetchmany(cur, -1, &rows, &err), DB_PROGRAMMING_ERROR,
                "the number of rows to fetch must not be negative", 0, "",
                "fetchmany(-1) is refused");
    is_string(rest(cur), "4 5", "and has taken no row");
    is_int(db_fetchone(cur, &row, &err), 0, "the end can be asked for again");
    is_int(fetched(cur, 3), 0, "by fetchmany");
    is_int(db_fetchall(cur, &rows, &err), 0, "and by fetchall");
    is_int(rows.count, 0, "which gives no rows");
    db_rows_free(&rows);

    is_int(db_set_arraysize(cur, 3, &err), 0, "arraysize can be set");
    must(cur, numbers);
    is_int(fetched(cur, DB_ARRAYSIZE), 3, "and rules fetchmany");
    is_int(fetched(cur, 9), 2, "at the end there are fewer");
    check_error(db_set_arraysize(cur, -1, &err), DB_PROGRAMMING_ERROR,
                "arraysize must not be negative", 0, "", "arraysize is not negative");
    is_int(db_arraysize(cur), 3, "and keeps its value");
    must(cur, numbers);
    is_int(db_fetchall(cur, &rows, &err), 0, "fetchall");
    is_int(rows.count, 5, "gives all rows");
    is_int(rows.rows[4]->values[0].integer, 5, "that the caller owns");
    db_rows_free(&rows);
    db_cursor_free(cur);
    db_conn_free(conn);
}

/* The error of row 2 comes with the fetch of row 1: the cursor is one ahead. */
static void test_one_row_ahead(void)
{
    struct db_conn *conn = connected(path), *other;
    struct db_options hasty = DB_DEFAULTS;
    struct db_cur *cur = cursor(conn), *writer;
    const struct db_row *row;

    must(cur, "SELECT abs(a) FROM (SELECT -1 AS a UNION ALL "
              "SELECT -9223372036854775808)");
    check_error(db_fetchone(cur, &row, &err), DB_OPERATIONAL_ERROR, "integer overflow",
                SQLITE_ERROR, "SQLITE_ERROR", "the fetch of row 1 has row 2's error");
    ok(!row, "and gives no row");
    is_int(db_fetchone(cur, &row, &err), 0, "after which there are no more");

    hasty.timeout = 0;
    db_connect(path, &hasty, &other, &err);
    writer = cursor(other);
    must(writer, "CREATE TABLE ahead(a)");
    must(writer, "INSERT INTO ahead VALUES (1), (2)");
    is_int(db_commit(other, &err), 0, "two rows are stored");
    must(cur, "SELECT a FROM ahead");
    db_fetchone(cur, &row, &err);
    must(writer, "INSERT INTO ahead VALUES (3)");
    check_error(db_commit(other, &err), DB_OPERATIONAL_ERROR, "database is locked",
                SQLITE_BUSY, "SQLITE_BUSY",
                "a row is left: the reader blocks the commit");
    db_fetchone(cur, &row, &err);
    is_int(db_commit(other, &err), 0, "the last row was given: the lock is gone");
    db_cursor_free(writer);
    db_conn_free(other);
    db_cursor_free(cur);
    db_conn_free(conn);
}

static void test_description(void)
{
    struct db_conn *conn = connected(":memory:");
    struct db_cur *cur = cursor(conn);

    must(cur, "CREATE TABLE t(a INTEGER, b TEXT)");
    ok(!db_description(cur), "CREATE has no description");
    must(cur, "INSERT INTO t VALUES (1, 'x')");
    ok(!db_description(cur), "INSERT has no description");
    must(cur, "SELECT a, b AS Name, a + 1 FROM t WHERE a = 99");
    const struct db_description *description = db_description(cur);
    ok(description != NULL, "SELECT without rows has one");
    is_int(description->count, 3, "of three columns");
    is_string(description->columns[0].name, "a", "the name");
    is_string(description->columns[0].decltype, "INTEGER", "the declared type");
    is_string(description->columns[1].name, "Name", "a name given by AS");
    is_string(description->columns[2].name, "a + 1", "an expression");
    ok(!description->columns[2].decltype, "has no declared type");
    must(cur, "INSERT INTO t VALUES (2, 'y') RETURNING b");
    ok(db_description(cur) && db_description(cur)->count == 1, "RETURNING has one");
    must(cur, "WITH x AS (SELECT 1) SELECT * FROM x");
    ok(db_description(cur) != NULL, "WITH … SELECT has one");
    db_cursor_free(cur);
    db_conn_free(conn);
}

static void test_rowcount_and_lastrowid(void)
{
    struct db_conn *conn = connected(":memory:");
    struct db_cur *cur = cursor(conn), *second = cursor(conn);
    const struct db_row *row;
    int64_t rowid = -7;

    must(cur, "CREATE TABLE t(a UNIQUE)");
    is_int(db_rowcount(cur), -1, "rowcount: CREATE");
    ok(!db_lastrowid(cur, &rowid), "lastrowid: not after CREATE");
    must(cur, "INSERT INTO t VALUES (10), (20), (30)");
    is_int(db_rowcount(cur), 3, "rowcount: three inserted");
    ok(db_lastrowid(cur, &rowid) && rowid == 3, "lastrowid: the last of them");
    must(cur, "SELECT * FROM t");
    is_int(db_rowcount(cur), -1, "rowcount: SELECT");
    must(cur, "UPDATE t SET a = a + 1 WHERE a > 10");
    is_int(db_rowcount(cur), 2, "rowcount: two updated");
    must(second, "INSERT INTO t VALUES (70)");
    must(cur, "UPDATE t SET a = a");
    ok(db_lastrowid(cur, &rowid) && rowid == 3, "lastrowid: UPDATE leaves it");
    check_error(db_execute(cur, "INSERT INTO t VALUES (70)", DB_NONE, &err),
                DB_INTEGRITY_ERROR, "UNIQUE constraint failed: t.a",
                SQLITE_CONSTRAINT_UNIQUE, "SQLITE_CONSTRAINT_UNIQUE", "a broken rule");
    is_int(db_rowcount(cur), -1, "rowcount: after an error");
    ok(db_lastrowid(cur, &rowid) && rowid == 3, "lastrowid: a failed INSERT leaves it");
    must(cur, "INSERT OR IGNORE INTO t VALUES (70)");
    is_int(db_rowcount(cur), 0, "rowcount: an ignored INSERT");
    ok(db_lastrowid(cur, &rowid) && rowid == 3, "lastrowid: and that leaves it, too");
    must(cur, "REPLACE INTO t VALUES (70)");
    ok(db_lastrowid(cur, &rowid) && rowid == 5, "lastrowid: REPLACE sets it");
    must(cur, "DELETE FROM t");
    is_int(db_rowcount(cur), 4, "rowcount: four deleted");
    must(cur, "INSERT INTO t VALUES (1), (2) RETURNING a");
    is_int(db_rowcount(cur), 0, "rowcount: RETURNING, no row fetched");
    db_fetchone(cur, &row, &err);
    is_int(db_rowcount(cur), 0, "rowcount: RETURNING, one fetched");
    db_fetchone(cur, &row, &err);
    is_int(db_rowcount(cur), 2, "rowcount: RETURNING, all fetched");
    db_cursor_free(second);
    db_cursor_free(cur);
    db_conn_free(conn);
}

static void test_transactions(void)
{
    struct db_conn *conn = connected(path);
    struct db_cur *cur = cursor(conn), *reader = cursor(conn);
    const struct db_row *row;

    is_int(db_commit(conn, &err), 0, "commit: nothing to do");
    is_int(db_rollback(conn, &err), 0, "rollback: nothing to do");
    is_int(db_in_transaction(conn, &err), 0, "no transaction at first");
    must(cur, "CREATE TABLE money(a)");
    must(cur, "INSERT INTO money VALUES (1), (2), (3)");
    is_int(db_in_transaction(conn, &err), 1, "INSERT has begun one");
    is_int(stored("SELECT count(*) FROM money"), 0, "nobody else sees its rows");
    must(reader, "SELECT a FROM money");
    db_fetchone(reader, &row, &err);
    is_int(db_commit(conn, &err), 0, "commit");
    is_int(db_in_transaction(conn, &err), 0, "ends it");
    is_int(stored("SELECT count(*) FROM money"), 3, "and now all see the rows");
    is_string(rest(reader), "2 3", "a cursor that was open goes on after a commit");

    must(cur, "DELETE FROM money");
    must(cur, "INSERT INTO money VALUES (7), (8)");
    must(reader, "SELECT a FROM money");
    db_fetchone(reader, &row, &err);
    is_int(row->values[0].integer, 7, "the first of two new rows");
    is_int(db_rollback(conn, &err), 0, "rollback");
    is_int(db_in_transaction(conn, &err), 0, "ends it, too");
    is_int(stored("SELECT count(*) FROM money"), 3, "and the old rows are there");
    db_cursor_free(reader);
    db_cursor_free(cur);
    db_conn_free(conn);
}

static void test_errors(void)
{
    ok(db_class_is_a(DB_INTEGRITY_ERROR, DB_DATABASE_ERROR), "Integrity is a Database");
    ok(db_class_is_a(DB_INTEGRITY_ERROR, DB_ERROR), "and an Error");
    ok(db_class_is_a(DB_INTERFACE_ERROR, DB_ERROR), "Interface is an Error");
    ok(!db_class_is_a(DB_INTERFACE_ERROR, DB_DATABASE_ERROR), "but not a Database");
    ok(!db_class_is_a(DB_WARNING, DB_ERROR), "Warning is no Error");
    ok(!db_class_is_a(DB_ERROR, DB_INTEGRITY_ERROR), "Error is no Integrity");
    ok(!db_class_is_a(DB_NO_ERROR, DB_ERROR), "no error is none");
    is_string(db_class_name(DB_NOT_SUPPORTED_ERROR), "NotSupportedError", "its name");
    is_string(db_code_name(517), "SQLITE_BUSY_SNAPSHOT", "an extended code's name");
    ok(!db_code_name(123456), "no name for what is no code");
}

static void count_call(void *self, const struct db_call *call)
{
    char *log = self;
    if (strlen(log) < 1500)
        sprintf(log + strlen(log), "%s = %s\n", call->text, call->result);
}

static void test_calls(void)
{
    char log[2000] = "";
    struct db_conn *conn;
    struct db_cur *cur;
    const struct db_row *row;
    struct db_options options = DB_DEFAULTS;

    options.cached_statements = 0;
    options.on_call = count_call;
    options.self = log;
    db_connect(":memory:", &options, &conn, &err);
    is_string(log,
              "sqlite3_open_v2(\":memory:\", &db, READWRITE | CREATE) = SQLITE_OK\n"
              "sqlite3_busy_timeout(db, 5000) = SQLITE_OK\n",
              "the calls of connect");
    cur = cursor(conn);
    must(cur, "CREATE TABLE t(a)");
    log[0] = '\0';
    db_execute(cur, "INSERT INTO t VALUES (?)", DB_PARAMS(db_text("a\"b\n")), &err);
    is_string(log,
              "sqlite3_prepare_v2(db, \"INSERT INTO t VALUES (?)\") = SQLITE_OK\n"
              "sqlite3_get_autocommit(db) = 1\n"
              "sqlite3_prepare_v2(db, \"BEGIN \") = SQLITE_OK\n"
              "sqlite3_step(stmt) = SQLITE_DONE\n"
              "sqlite3_finalize(stmt) = SQLITE_OK\n"
              "sqlite3_bind_text(stmt, 1, \"a\\\"b\\n\") = SQLITE_OK\n"
              "sqlite3_step(stmt) = SQLITE_DONE\n"
              "sqlite3_changes(db) = 1\n"
              "sqlite3_last_insert_rowid(db) = 1\n"
              "sqlite3_finalize(stmt) = SQLITE_OK\n",
              "the calls of an INSERT, with the hidden BEGIN");
    must(cur, "SELECT a FROM t");
    log[0] = '\0';
    db_fetchone(cur, &row, &err);
    is_string(log,
              "sqlite3_column_text(stmt, 0) = \"a\\\"b\\n\"\n"
              "sqlite3_step(stmt) = SQLITE_DONE\n"
              "sqlite3_finalize(stmt) = SQLITE_OK\n",
              "the calls of a fetch");
    db_cursor_free(cur);
    db_conn_free(conn);
}

int main(void)
{
    make_folder();
    test_fetch();
    test_one_row_ahead();
    test_description();
    test_rowcount_and_lastrowid();
    test_transactions();
    test_errors();
    test_calls();
    remove_folder();
    return done_testing();
}
