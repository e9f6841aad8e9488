/* The cursor library: connecting, closing, executing, binding, the implicit BEGIN. */
#include "tests/sqlite-demo/cursor_test.h"

static void test_connect(void)
{
    struct db_conn *conn = (void *)1;
    struct db_options options = DB_DEFAULTS;
    char missing[128];

    snprintf(missing, sizeof missing, "%s/no/such.db", folder);
    check_error(db_connect(missing, NULL, &conn, &err), DB_OPERATIONAL_ERROR,
                "unable to open database file", SQLITE_CANTOPEN, "SQLITE_CANTOPEN",
                "connect: a missing folder");
    ok(!conn, "connect: no connection after a failure");
    check_error(db_connect(folder, NULL, &conn, &err), DB_OPERATIONAL_ERROR,
                "unable to open database file", SQLITE_CANTOPEN, "SQLITE_CANTOPEN",
                "connect: a directory");
    options.isolation_level = "SOMETIMES";
    check_error(db_connect(path, &options, &conn, &err), DB_PROGRAMMING_ERROR,
                "isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or "
                "'EXCLUSIVE'",
                0, "", "connect: a wrong isolation level");
    is_int(db_connect("/no/such/folder/x.db", NULL, &conn, NULL), -1,
           "connect: err may be NULL");
    conn = connected(path);
    struct db_cur *cur = cursor(conn);
    must(cur, "CREATE TABLE t(a)");
    is_int(access(path, F_OK), 0, "connect creates the file");
    db_conn_free(conn);
    is_int(db_execute(cur, "SELECT 1", DB_NONE, &err), -1,
           "a cursor outlives its freed connection");
    db_cursor_free(cur);
}

static void test_not_a_database(void)
{
    char file[128];
    struct db_conn *conn;
    struct db_cur *cur;
    FILE *out;

    snprintf(file, sizeof file, "%s/text", folder);
    out = fopen(file, "w");
    for (int i = 0; i < 200; i++)
        fputs("this is not a database\n", out);
    fclose(out);
    conn = connected(file);
    cur = cursor(conn);
    check_error(db_execute(cur, "SELECT * FROM t", DB_NONE, &err), DB_DATABASE_ERROR,
                "file is not a database", SQLITE_NOTADB, "SQLITE_NOTADB",
                "a text file is no database");
    db_cursor_free(cur);
    db_conn_free(conn);
}

static void test_close(void)
{
    struct db_conn *conn = connected(path);
    struct db_cur *cur = cursor(conn), *other;
    struct db_rows rows;
    const struct db_row *row;
    const char *closed = "Cannot operate on a closed database.";

    must(cur, "CREATE TABLE closing(a)");
    must(cur, "INSERT INTO closing VALUES (1), (2)");
    must(cur, "SELECT a FROM closing");
    is_int(db_close(conn, &err), 0, "close: an open statement does not stop it");
    is_int(stored("SELECT count(*) FROM closing"), 0, "close rolls back");
    is_int(db_close(conn, &err), 0, "close: a second time does nothing");
#define CLOSED(call, name) check_error(call, DB_PROGRAMMING_ERROR, closed, 0, "", name)
    CLOSED(db_execute(cur, "SELECT 1", DB_NONE, &err), "closed: execute");
    CLOSED(db_fetchone(cur, &row, &err), "closed: fetchone");
    CLOSED(db_fetchmany(cur, 1, &rows, &err), "closed: fetchmany");
    CLOSED(db_fetchall(cur, &rows, &err), "closed: fetchall");
    CLOSED(db_cursor(conn, &other, &err), "closed: cursor");
    CLOSED(db_commit(conn, &err), "closed: commit");
    CLOSED(db_rollback(conn, &err), "closed: rollback");
    CLOSED(db_in_transaction(conn, &err), "closed: in_transaction");
    CLOSED(db_cursor_close(cur, &err), "closed: closing a cursor");
    db_cursor_free(cur);
    db_conn_free(conn);
}

static void test_cursor(void)
{
    struct db_conn *conn = connected(":memory:");
    struct db_cur *cur = cursor(conn);
    struct db_rows rows;
    const struct db_row *row;
    int64_t rowid = 7;

    ok(!db_description(cur), "cursor: no description at first");
    is_int(db_rowcount(cur), -1, "cursor: rowcount -1 at first");
    ok(!db_lastrowid(cur, &rowid) && rowid == 7, "cursor: no lastrowid at first");
    is_int(db_arraysize(cur), 1, "cursor: arraysize 1 at first");
    ok(db_connection(cur) == conn, "cursor: knows its connection");
    is_int(db_cursor_close(cur, &err), 0, "cursor: closes");
    is_int(db_cursor_close(cur, &err), 0, "cursor: closes again");
    check_error(db_execute(cur, "SELECT 1", DB_NONE, &err), DB_PROGRAMMING_ERROR,
                "Cannot operate on a closed cursor.", 0, "", "closed cursor: execute");
    check_error(db_fetchone(cur, &row, &err), DB_PROGRAMMING_ERROR,
                "Cannot operate on a closed cursor.", 0, "", "closed cursor: fetchone");
    check_error(db_fetchall(cur, &rows, &err), DB_PROGRAMMING_ERROR,
                "Cannot operate on a closed cursor.", 0, "", "closed cursor: fetchall");
    db_cursor_free(cur);
    db_cursor_free(NULL);
    db_conn_free(conn);
    db_conn_free(NULL);
}

static void test_execute(void)
{
    struct db_conn *conn = connected(":memory:");
    struct db_cur *cur = cursor(conn);
    const char *several = "You can only execute one statement at a time.";

#define REFUSED(sql, class, message, code, code_name, name)                              \
    check_error(db_execute(cur, sql, DB_NONE, &err), class, message, code, code_name,    \
                name)
    REFUSED("SELECT 1; SELECT 2", DB_PROGRAMMING_ERROR, several, 0, "", "two statements");
    REFUSED("SELECT 1;;", DB_PROGRAMMING_ERROR, several, 0, "", "two semicolons");
    REFUSED("SELECT 1; /* a */ -- b\n x", DB_PROGRAMMING_ERROR, several, 0, "",
            "a word after comments");
    is_int(db_execute(cur, "SELECT 1; -- that is all", DB_NONE, &err), 0,
           "a comment may follow");
    is_string(rest(cur), "1", "and the statement ran");
    is_int(db_execute(cur, "SELECT 2; /* one */ /* two */ \n", DB_NONE, &err), 0,
           "comments and blanks may follow");
    is_int(db_execute(cur, "SELECT 3; /* open", DB_NONE, &err), 0,
           "an unfinished comment may follow");
    is_int(db_execute(cur, "", DB_NONE, &err), 0, "an empty statement");
    ok(!db_description(cur), "which gives no result set");
    is_int(db_execute(cur, " -- nothing", DB_NONE, &err), 0, "only a comment");
    check_error(db_execute_text(cur, "SELECT 1\0", 9, DB_NONE, &err),
                DB_PROGRAMMING_ERROR, "the query contains a null character", 0, "",
                "a NUL in the text");
    is_int(db_execute(cur, "SELEC 1", DB_NONE, &err), -1, "a syntax error");
    is_int(err.offset, SQLITE_VERSION_NUMBER >= 3038000 ? 0 : -1, "knows where it is");
    REFUSED("SELECT 1 FORM t", DB_OPERATIONAL_ERROR, "near \"t\": syntax error",
            SQLITE_ERROR, "SQLITE_ERROR", "a syntax error has SQLite's words");
    REFUSED("SELECT * FROM nope", DB_OPERATIONAL_ERROR, "no such table: nope",
            SQLITE_ERROR, "SQLITE_ERROR", "a missing table");
    must(cur, "SELECT 1 UNION ALL SELECT 2");
    is_int(db_execute(cur, "SELECT", DB_NONE, &err), -1, "an error drops the old rows");
    ok(!db_description(cur), "and the old description");
    /* The first step is made by execute, so its errors show there. */
    REFUSED("SELECT abs(-9223372036854775808)", DB_OPERATIONAL_ERROR, "integer overflow",
            SQLITE_ERROR, "SQLITE_ERROR", "an error of the first row shows at execute");
    db_cursor_free(cur);
    db_conn_free(conn);
}

/* Exactly the bytes of the text, so that a sanitizer sees one read too many. */
static int execute_exactly(struct db_cur *cur, const char *sql, const char **tail)
{
    size_t length = strlen(sql);
    char *bytes = malloc(length ? length : 1);
    memcpy(bytes, sql, length);
    int result = db_execute_text(cur, bytes, length, DB_NONE, &err);
    free(bytes);
    *tail = rest(cur);
    return result;
}

static void test_text_of_a_length(void)
{
    struct db_conn *conn = connected(":memory:");
    struct db_cur *cur = cursor(conn);
    const char *rows;
    static const char *const texts[] = {
        "SELECT 1",       "SELECT 1;",       "SELECT 1; --",     "SELECT 1; -",
        "SELECT 1; /",    "SELECT 1; /*",    "SELECT 1; /* a *", "-- a\nSELECT 1",
        "SELECT 1; /**/", "/* a */SELECT 1 "};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        bool works = i != 3 && i != 4;
        is_int(execute_exactly(cur, texts[i], &rows), works ? 0 : -1, texts[i]);
        if (works)
            is_string(rows, "1", "no byte behind it is read");
    }
    is_int(execute_exactly(cur, "", &rows), 0, "no bytes at all");
    is_int(execute_exactly(cur, "INSERT", &rows), -1, "a word without its end");
    must(cur, "CREATE TABLE t(a)");
    is_int(db_execute_text(cur, "DELETE FROM t WHERE a = 1", 13, DB_NONE, &err), 0,
           "what is behind the length");
    must(cur, "INSERT INTO t VALUES (2)");
    is_int(db_execute_text(cur, "DELETE FROM t WHERE a = 1", 13, DB_NONE, &err), 0,
           "is not run:");
    is_int(db_rowcount(cur), 1, "the row is deleted");
    db_cursor_free(cur);
    db_conn_free(conn);
}

static void test_bindings(void)
{
    struct db_conn *conn = connected(":memory:");
    struct db_cur *cur = cursor(conn);
    const struct db_row *row;

#define BOUND(sql, params, message, name)                                                \
    check_error(db_execute(cur, sql, params, &err), DB_PROGRAMMING_ERROR, message, 0,    \
                "", name)
    BOUND(
        "SELECT ?", DB_NONE,
        "Incorrect number of bindings supplied. The current statement uses 1, and there "
        "are 0 supplied.",
        "too few values");
    BOUND(
        "SELECT ?", DB_PARAMS(db_int(1), db_int(2)),
        "Incorrect number of bindings supplied. The current statement uses 1, and there "
        "are 2 supplied.",
        "too many values");
    BOUND(
        "", DB_PARAMS(db_int(1)),
        "Incorrect number of bindings supplied. The current statement uses 0, and there "
        "are 1 supplied.",
        "a value for an empty statement");
    BOUND("SELECT :a", DB_PARAMS(db_int(1)),
          "Binding 1 (':a') is a named parameter, but you supplied a sequence which "
          "requires nominal (qmark) placeholders.",
          "a value without a name for a named parameter");
    is_int(db_execute(cur, "SELECT ?2, ?1", DB_PARAMS(db_int(1), db_int(2)), &err), 0,
           "numbered question marks");
    is_string(rest(cur), "2", "by their number");

    const char text[] = "a\0b", blob[] = {0, 1, 2};
    is_int(db_execute(cur, "SELECT ?, ?, ?, ?, ?, ?, ?",
                      DB_PARAMS(db_null(), db_int(INT64_MIN), db_real(0.5),
                                db_text_of(text, 3), db_blob(blob, 3), db_blob(NULL, 0),
                                db_text(NULL)),
                      &err),
           0, "every type can be bound");
    is_int(db_fetchone(cur, &row, &err), 1, "and comes back");
    is_int(row->count, 7, "as so many columns");
    is_int(row->values[0].type, DB_NULL, "NULL");
    ok(row->values[1].type == DB_INT && row->values[1].integer == INT64_MIN, "INT");
    ok(row->values[2].type == DB_REAL && row->values[2].real == 0.5, "REAL");
    ok(row->values[3].type == DB_TEXT && row->values[3].length == 3 &&
           !memcmp(row->values[3].text, text, 4),
       "TEXT keeps a NUL within it, and ends with one");
    ok(row->values[4].type == DB_BLOB && row->values[4].length == 3 &&
           !memcmp(row->values[4].blob, blob, 3),
       "BLOB");
    ok(row->values[5].type == DB_BLOB && row->values[5].length == 0,
       "an empty BLOB is not NULL");
    is_int(row->values[6].type, DB_NULL, "the text NULL is the value NULL");
    db_cursor_free(cur);
    db_conn_free(conn);
}

static void begins(const char *level, const char *sql, int wanted, const char *name)
{
    struct db_conn *conn;
    struct db_cur *cur;
    struct db_options options = DB_DEFAULTS;
    options.isolation_level = level;
    if (db_connect(":memory:", &options, &conn, &err))
        printf("Bail out! %s\n", err.message), exit(1);
    cur = cursor(conn);
    must(cur, "CREATE TABLE t(a)");
    must(cur, sql);
    is_int(db_in_transaction(conn, &err), wanted, name);
    db_cursor_free(cur);
    db_conn_free(conn);
}

static void test_implicit_begin(void)
{
    begins("", "INSERT INTO t VALUES (1)", 1, "INSERT begins");
    begins("", "  -- why\n/* not */ insert INTO t VALUES (1)", 1, "after comments, too");
    begins("", "UPDATE t SET a = 1", 1, "UPDATE begins");
    begins("", "DELETE FROM t", 1, "DELETE begins");
    begins("", "REPLACE INTO t VALUES (1)", 1, "REPLACE begins");
    begins("immediate", "DELETE FROM t", 1, "IMMEDIATE begins");
    begins("", "SELECT * FROM t", 0, "SELECT does not begin");
    begins("", "CREATE TABLE u(a)", 0, "CREATE does not begin");
    begins("", "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x", 0,
           "WITH … INSERT does not begin");
    begins("", "BEGIN", 1, "BEGIN by hand is a transaction");
    begins(NULL, "INSERT INTO t VALUES (1)", 0, "without a level nothing begins");
}

static void test_failed_statement_begins(void)
{
    struct db_conn *conn = connected(":memory:");
    struct db_cur *cur = cursor(conn);
    must(cur, "CREATE TABLE t(a)");
    is_int(db_execute(cur, "INSERT INTO nope VALUES (1)", DB_NONE, &err), -1,
           "an INSERT that does not compile");
    is_int(db_in_transaction(conn, &err), 0, "has begun nothing");
    is_int(db_execute(cur, "INSERT INTO t VALUES (?)", DB_NONE, &err), -1,
           "an INSERT without its value");
    is_int(db_in_transaction(conn, &err), 1, "has begun: BEGIN comes before binding");
    db_cursor_free(cur);
    db_conn_free(conn);
}

int main(void)
{
    make_folder();
    test_connect();
    test_not_a_database();
    test_close();
    test_cursor();
    test_execute();
    test_text_of_a_length();
    test_bindings();
    test_implicit_begin();
    test_failed_statement_begins();
    remove_folder();
    return done_testing();
}
