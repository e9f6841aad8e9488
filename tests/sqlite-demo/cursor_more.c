/* The parts of the cursor library that a script cannot reach: functions, hooks, threads,
 * callbacks that call back, factories, the statement cache. */
#include <pthread.h>

#include "tests/sqlite-demo/cursor_test.h"

static struct db_conn *conn;
static struct db_cur *cur;

static void open_memory(enum db_compat compat)
{
    struct db_options options = DB_DEFAULTS;
    options.compat = compat;
    if (db_connect(":memory:", &options, &conn, &err))
        printf("Bail out! %s\n", err.message), exit(1);
    cur = cursor(conn);
}

static void close_memory(void)
{
    db_cursor_free(cur);
    db_conn_free(conn);
}

static int64_t number(const char *sql)
{
    const struct db_row *row;
    must(cur, sql);
    return db_fetchone(cur, &row, &err) == 1 ? row->values[0].integer : -1;
}

/* ---- functions ---- */

static int dropped;

static void on_drop(void *self)
{
    (void)self;
    dropped++;
}

static int add(void *self, const struct db_value *arguments, size_t count,
               struct db_value *result, struct db_err *error)
{
    int64_t sum = *(int *)self;
    for (size_t i = 0; i < count; i++) {
        if (arguments[i].type != DB_INT)
            return db_fail(error, DB_DATA_ERROR, "argument %zu is no integer", i + 1);
        sum += arguments[i].integer;
    }
    *result = db_int(sum);
    return 0;
}

static void test_functions(void)
{
    int base = 100;
    struct db_function function = {
        .name = "add_all", .arguments = -1, .call = add, .self = &base, .drop = on_drop};
    is_int(db_create_function(conn, &function, &err), 0, "a function of any arguments");
    is_int(number("SELECT add_all(1, 2, 3)"), 106, "is called with all of them");
    check_error(db_execute(cur, "SELECT add_all('x')", DB_NONE, &err),
                DB_OPERATIONAL_ERROR, "argument 1 is no integer", SQLITE_ERROR,
                "SQLITE_ERROR", "what it says went wrong is the statement's error");
    function.call = NULL;
    is_int(db_create_function(conn, &function, &err), 0, "it is removed");
    is_int(dropped, 1, "and dropped");
    check_error(db_execute(cur, "SELECT add_all(1)", DB_NONE, &err), DB_OPERATIONAL_ERROR,
                "no such function: add_all", SQLITE_ERROR, "SQLITE_ERROR", "then gone");
    function = (struct db_function){.name = "f", .arguments = 500, .call = add};
    is_int(db_create_function(conn, &function, &err), -1, "500 arguments are refused");
}

struct sum {
    int64_t total;
};

static int sum_step(void *self, void *state, const struct db_value *arguments,
                    size_t count, struct db_err *error)
{
    (void)self, (void)count;
    if (arguments[0].type == DB_TEXT)
        return db_fail(error, DB_DATA_ERROR, "no text, please");
    ((struct sum *)state)->total += arguments[0].integer;
    return 0;
}

static int sum_inverse(void *self, void *state, const struct db_value *arguments,
                       size_t count, struct db_err *error)
{
    (void)self, (void)count, (void)error;
    ((struct sum *)state)->total -= arguments[0].integer;
    return 0;
}

static int sum_value(void *self, void *state, struct db_value *result,
                     struct db_err *error)
{
    (void)self, (void)error;
    *result = db_int(((struct sum *)state)->total);
    return 0;
}

static void test_aggregates(void)
{
    struct db_aggregate aggregate = {.name = "total_of",
                                     .arguments = 1,
                                     .size = sizeof(struct sum),
                                     .step = sum_step,
                                     .inverse = sum_inverse,
                                     .value = sum_value,
                                     .finish = sum_value};
    must(cur, "CREATE TABLE n AS WITH r(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM r "
              "WHERE x < 10) SELECT x FROM r");
    is_int(db_create_aggregate(conn, &aggregate, &err), 0, "an aggregate");
    is_int(number("SELECT total_of(x) FROM n"), 55, "sums the rows");
    is_int(number("SELECT total_of(x) FROM n WHERE 0"), 0, "and no rows at all");
    must(cur, "SELECT total_of(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND CURRENT "
              "ROW) FROM n");
    is_string(rest(cur), "1 3 5 7 9 11 13 15 17 19", "as a window function, too");
    check_error(db_execute(cur, "SELECT total_of('a')", DB_NONE, &err),
                DB_OPERATIONAL_ERROR, "no text, please", SQLITE_ERROR, "SQLITE_ERROR",
                "its step's error is the statement's");
}

static int backwards(void *self, const char *a, size_t a_length, const char *b,
                     size_t b_length)
{
    size_t least = a_length < b_length ? a_length : b_length;
    int order = memcmp(a, b, least);
    (void)self;
    if (!order)
        order = (a_length > b_length) - (a_length < b_length);
    return -order;
}

static void test_collations(void)
{
    is_int(db_create_collation(conn, "backwards", backwards, NULL, &err), 0,
           "a collation");
    is_int(number("SELECT min(x) FROM (SELECT 1 AS x WHERE 'b' < 'a' COLLATE backwards)"),
           1, "orders as it says");
    is_int(db_create_collation(conn, "backwards", NULL, NULL, &err), 0, "it is removed");
    is_int(db_execute(cur, "SELECT 'a' < 'b' COLLATE backwards", DB_NONE, &err), -1,
           "then gone");
}

/* ---- hooks ---- */

static int no_secrets(void *self, int action, const char *a, const char *b, const char *c,
                      const char *d)
{
    (void)a, (void)c, (void)d;
    if (action == SQLITE_READ && b && !strcmp(b, "secret"))
        return *(int *)self;
    return 0;
}

static void test_authorizer(void)
{
    const struct db_row *row;
    int answer = SQLITE_IGNORE;
    must(cur, "CREATE TABLE user(name, secret)");
    must(cur, "INSERT INTO user VALUES ('ada', 'x1')");
    db_set_authorizer(conn, no_secrets, &answer, &err);
    must(cur, "SELECT name, secret FROM user");
    is_int(db_fetchone(cur, &row, &err), 1, "an ignored column");
    is_int(row->values[1].type, DB_NULL, "reads as NULL");
    answer = SQLITE_DENY;
    check_error(db_execute(cur, "SELECT name, secret  FROM user", DB_NONE, &err),
                DB_DATABASE_ERROR, "access to user.secret is prohibited", SQLITE_AUTH,
                "SQLITE_AUTH", "a denied one is an error");
    db_set_authorizer(conn, NULL, NULL, &err);
    is_int(number("SELECT count(secret) FROM user"), 1, "without it, all is allowed");
}

static int stop(void *self)
{
    return ++*(int *)self >= 3;
}

static void on_trace(void *self, const char *sql)
{
    snprintf(self, 200, "%s", sql);
}

static void test_progress_and_trace(void)
{
    int calls = 0;
    char seen[200] = "";
    static const char endless[] =
        "WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 "
        "FROM r) SELECT count(*) FROM r";
    db_set_progress_handler(conn, stop, 100, &calls, &err);
    check_error(db_execute(cur, endless, DB_NONE, &err), DB_OPERATIONAL_ERROR,
                "interrupted", SQLITE_INTERRUPT, "SQLITE_INTERRUPT",
                "the progress handler ends a statement without end");
    is_int(calls, 3, "at its third call");
    db_set_progress_handler(conn, NULL, 0, NULL, &err);
    db_set_trace_callback(conn, on_trace, seen, &err);
    db_execute(cur, "SELECT ?", DB_PARAMS(db_text("it's")), &err);
    is_string(seen, "SELECT 'it''s'", "the trace has the values filled in");
    db_set_trace_callback(conn, NULL, NULL, &err);
}

/* ---- threads, and calling back ---- */

static void *use_elsewhere(void *self)
{
    struct db_err *error = self;
    if (db_execute(cur, "SELECT 1", DB_NONE, error) == 0)
        error->class = DB_NO_ERROR;
    return NULL;
}

static void test_threads(void)
{
    struct db_err error = {0};
    pthread_t thread;
    pthread_create(&thread, NULL, use_elsewhere, &error);
    pthread_join(thread, NULL);
    is_int(error.class, DB_PROGRAMMING_ERROR, "another thread is refused");
    ok(!strncmp(error.message, "SQLite objects created in a thread can only be", 46),
       "with Python's words");
    is_int(number("SELECT 2"), 2, "and this one goes on");
}

static struct db_err inner;

static int use_itself(void *self, struct db_params *params, struct db_err *error)
{
    (void)self, (void)params, (void)error;
    db_execute(cur, "SELECT 1", DB_NONE, &inner);
    return 0;
}

static void test_recursion(void)
{
    must(cur, "CREATE TABLE r(x)");
    is_int(db_executemany(cur, "INSERT INTO r VALUES (?)", use_itself, NULL, &err), 0,
           "a source that uses its own cursor");
    is_string(inner.message, "Recursive use of cursors not allowed.", "is refused");
    is_int(inner.class, DB_PROGRAMMING_ERROR, "as a ProgrammingError");
}

/* ---- factories, names, attributes ---- */

static int doubled(void *self, const struct db_cur *cursor_, struct db_row *row,
                   struct db_err *error)
{
    (void)self, (void)cursor_;
    if (row->values[0].integer == 3)
        return db_fail(error, DB_DATA_ERROR, "three is not wanted");
    row->values[0].integer *= 2;
    return 0;
}

static void test_factories(void)
{
    const struct db_row *row;
    must(cur, "SELECT 1 AS One UNION ALL SELECT 2 UNION ALL SELECT 3");
    db_set_row_factory(cur, doubled, NULL);
    is_int(db_fetchone(cur, &row, &err), 1, "a row factory");
    is_int(row->values[0].integer, 2, "may change the row");
    ok(db_row_get(cur, row, "ONE") == &row->values[0], "a value is found by its name");
    ok(!db_row_get(cur, row, "two"), "and what is not there is not");
    is_int(db_fetchone(cur, &row, &err), 1, "the next row");
    is_int(db_fetchone(cur, &row, &err), -1, "a row that it refuses is an error");
    is_string(err.message, "three is not wanted", "its own");
    db_set_row_factory(cur, NULL, NULL);
    must(cur, "SELECT CAST(x'ff' AS TEXT) AS t");
    check_error(db_fetchone(cur, &row, &err), DB_OPERATIONAL_ERROR,
                "Could not decode to UTF-8 column 't' with text '\xef\xbf\xbd'", 0, "",
                "text that is not UTF-8 is an error");
    db_set_text_factory(conn, db_text_as_is, NULL);
    must(cur, "SELECT CAST(x'ff' AS TEXT) AS t");
    is_int(db_fetchone(cur, &row, &err), 1, "unless it is taken as it is");
    db_set_text_factory(conn, NULL, NULL);
}

static void test_named(void)
{
    const struct db_row *row;
    is_int(db_execute(cur, "SELECT :year, @title",
                      DB_NAMED({"title", db_text("M")}, {"year", db_int(1931)}), &err),
           0, "parameters by name");
    db_fetchone(cur, &row, &err);
    is_int(row->values[0].integer, 1931, "the first");
    is_string(row->values[1].text, "M", "and the second");
}

static int work(void *self, struct db_conn *connection, struct db_err *error)
{
    struct db_cur *own;
    int failed = db_cursor(connection, &own, error) ||
                 db_execute(own, "INSERT INTO r VALUES (77)", DB_NONE, error);
    db_cursor_free(own);
    return failed ? -1 : *(int *)self ? db_fail(error, DB_DATA_ERROR, "no") : 0;
}

static void test_transaction(void)
{
    int fails = 1;
    is_int(db_commit(conn, &err), 0, "what was done so far is kept");
    check_error(db_transaction(conn, work, &fails, &err), DB_DATA_ERROR, "no", 0, "",
                "a transaction that fails");
    is_int(number("SELECT count(*) FROM r WHERE x = 77"), 0, "is rolled back");
    fails = 0;
    is_int(db_transaction(conn, work, &fails, &err), 0, "one that works");
    is_int(db_in_transaction(conn, &err), 0, "is committed");
    is_int(number("SELECT count(*) FROM r WHERE x = 77"), 1, "and kept");
}

/* ---- bytes ---- */

static void test_serialize(void)
{
    unsigned char *bytes;
    size_t length;
    struct db_conn *other = connected(":memory:");
    struct db_cur *reader = cursor(other);
    const struct db_row *row;
    is_int(db_serialize(conn, NULL, &bytes, &length, &err), 0, "a database as bytes");
    is_int(db_deserialize(other, NULL, bytes, length, &err), 0, "and back");
    must(reader, "SELECT count(*) FROM r WHERE x = 77");
    db_fetchone(reader, &row, &err);
    is_int(row->values[0].integer, 1, "with its rows");
    db_free(bytes);
    is_int(db_serialize(conn, "nope", &bytes, &length, &err), -1,
           "one that is not there");
    db_cursor_free(reader);
    db_conn_free(other);
}

static void test_limits(void)
{
    int old, now;
    bool on;
    is_int(db_setlimit(conn, SQLITE_LIMIT_SQL_LENGTH, 20, &old, &err), 0, "a limit");
    db_getlimit(conn, SQLITE_LIMIT_SQL_LENGTH, &now, &err);
    is_int(now, 20, "is set");
    check_error(db_execute(cur, "SELECT 1, 2, 3, 4, 5, 6, 7", DB_NONE, &err),
                DB_DATA_ERROR, "query string is too large", 0, "", "and holds");
    db_setlimit(conn, SQLITE_LIMIT_SQL_LENGTH, old, NULL, &err);
    check_error(db_setlimit(conn, 999, 1, NULL, &err), DB_PROGRAMMING_ERROR,
                "'category' is out of bounds", 0, "", "one that there is not");
    is_int(db_setconfig(conn, SQLITE_DBCONFIG_ENABLE_FKEY, true, &err), 0, "a setting");
    db_getconfig(conn, SQLITE_DBCONFIG_ENABLE_FKEY, &on, &err);
    ok(on, "is on");
    check_error(db_load_extension(conn, "nope", NULL, &err), DB_OPERATIONAL_ERROR,
                "not authorized", 0, "", "extensions are off at first");
    ok(db_complete_statement("SELECT 1;") && !db_complete_statement("SELECT '1;"),
       "a whole statement is known from half a one");
}

static void test_types(void)
{
    char buffer[DB_DATE_SIZE];
    is_string(db_timestamp(buffer, 1927, 1, 10, 20, 15, 0).text, "1927-01-10 20:15:00",
              "a timestamp");
    must(cur, "CREATE TABLE k(a VARCHAR(9), b BLOB, c DECIMAL, d TIMESTAMP, e)");
    must(cur, "SELECT a, b, c, d, e, rowid FROM k");
    static const enum db_type_object wanted[] = {DB_STRING,   DB_BINARY,  DB_NUMBER,
                                                 DB_DATETIME, DB_NO_TYPE, DB_ROWID};
    bool same = true;
    for (size_t i = 0; i < 6; i++)
        same = same && db_column_type(&db_description(cur)->columns[i]) == wanted[i];
    ok(same, "the type objects of columns");
    check_error(db_nextset(cur, &err), DB_NOT_SUPPORTED_ERROR,
                "a statement of SQLite gives one result set at most", 0, "", "nextset");
    is_string(db_paramstyle(), "qmark", "the module's paramstyle");
    is_int(db_threadsafety(), sqlite3_threadsafe() == 1 ? 3 : 1, "and its thread safety");
}

/* The text of 200 statements, of which 128 are kept: each still gives its answer, twice,
 * and also while another cursor runs the same text. */
static void test_cache(void)
{
    struct db_cur *other = cursor(conn);
    char sql[64];
    bool right = true;
    for (int i = 0; i < 400; i++) {
        snprintf(sql, sizeof sql, "SELECT %d UNION ALL SELECT 0", i % 200);
        must(other, sql);
        right = right && number(sql) == i % 200;
    }
    ok(right, "cached statements give their own rows");
    db_cursor_free(other);
}

int main(void)
{
    open_memory(DB_PEP249);
    test_functions();
    test_aggregates();
    test_collations();
    test_authorizer();
    test_progress_and_trace();
    test_threads();
    test_recursion();
    test_factories();
    test_named();
    test_transaction();
    test_serialize();
    test_limits();
    test_types();
    test_cache();
    close_memory();
    return done_testing();
}
