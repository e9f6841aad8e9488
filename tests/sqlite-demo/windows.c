/* Window functions in our machine against SQLite: generated windows over generated rows,
 * with every function, frame and exclusion. Rows and steps are the same, or both end
 * with the same error. */
#include "tests/random.h"
#include "tests/sqlite-demo/machine_test.h"

enum { STATEMENTS = 700 };

static struct random dice = {11};

#define PICK(list) (list)[random_below(&dice, sizeof(list) / sizeof *(list))]

static const char *const functions[] = {
    "row_number()",    "rank()",
    "dense_rank()",    "percent_rank()",
    "cume_dist()",     "ntile(3)",
    "ntile(50)",       "ntile(0)",
    "lag(c)",          "lag(c, 2)",
    "lag(c, a, 9)",    "lead(c)",
    "lead(c, 2, d)",   "first_value(c)",
    "last_value(c)",   "nth_value(c, 2)",
    "nth_value(c, d)", "nth_value(c, 1.0)",
    "min(c)",          "max(c)",
    "group_concat(c)", "group_concat(c, d)",
    "sum(c)",          "count(c)",
    "avg(a)",          "total(c)",
    "count(*)",
};
static const char *const partitions[] = {"", "", "PARTITION BY b"};
static const char *const orders[] = {"ORDER BY b", "ORDER BY c, a", "ORDER BY a DESC",
                                     "ORDER BY c NULLS LAST"};
static const char *const units[] = {"ROWS", "GROUPS", "RANGE"};
static const char *const excluded[] = {"", "EXCLUDE CURRENT ROW", "EXCLUDE TIES",
                                       "EXCLUDE GROUP", "EXCLUDE NO OTHERS"};
static const char *const ends[] = {"UNBOUNDED PRECEDING", "2 PRECEDING", "CURRENT ROW",
                                   "1 FOLLOWING", "UNBOUNDED FOLLOWING"};

/* Only ROWS does without an order, and RANGE with a distance wants a number. */
static void frame(char *text, size_t size, bool ordered)
{
    const char *unit = ordered ? PICK(units) : "ROWS";
    size_t from = random_below(&dice, 4), to = random_below(&dice, 4) + 1;
    if (to < from)
        to = 4;
    if (!strcmp(unit, "RANGE")) {
        from = from < 2 ? 0 : 2;
        to = to < 3 ? 2 : 4;
    }
    snprintf(text, size, "%s BETWEEN %s AND %s %s", unit, ends[from], ends[to],
             PICK(excluded));
}

static void generate(char *sql, size_t size)
{
    char window[120] = "";
    const char *function = PICK(functions);
    bool ordered = random_below(&dice, 4) != 0;
    bool filters = strstr("sum(c) count(c) avg(a) group_concat(c) max(c)", function) &&
                   random_below(&dice, 3) == 0;
    if (random_below(&dice, 4))
        frame(window, sizeof window, ordered);
    snprintf(sql, size, "SELECT a, %s %s OVER (%s %s %s) FROM t%s", function,
             filters ? "FILTER (WHERE a % 3)" : "", PICK(partitions),
             ordered ? PICK(orders) : "", window,
             random_below(&dice, 5) ? "" : " WHERE b IS NULL");
}

static sqlite3 *make_rows(const char *path)
{
    static const char *const values[] = {"NULL", "0",  "1",     "2",   "1.5",  "-7",
                                         "'a'",  "''", "'abc'", "','", "'--'", "3"};
    char sql[200];
    sqlite3 *db = specimen_open(path, "CREATE TABLE t(a INTEGER PRIMARY KEY, b, c, d)");
    sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
    for (int i = 0; i < 60; i++) {
        snprintf(sql, sizeof sql, "INSERT INTO t VALUES (%d, %s, %s, %s)", i,
                 PICK(values), PICK(values), PICK(values));
        sqlite3_exec(db, sql, NULL, NULL, NULL);
    }
    sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    return db;
}

int main(void)
{
    struct scratch scratch;
    struct error error;
    char path[300], sql[500];
    int same = 0, failed = 0;
    if (scratch_open(&scratch, &error) < 0)
        printf("Bail out! %s\n", error.message), exit(1);
    snprintf(path, sizeof path, "%s/windows.db", scratch.folder);
    sqlite3 *db = make_rows(path);
    for (int i = 0; i < STATEMENTS; i++) {
        generate(sql, sizeof sql);
        struct verdict verdict = judge(db, path, sql);
        same += verdict.same;
        failed += verdict.stop == STOP_ERROR;
        if (!verdict.same) {
            ok(false, sql);
            printf("#   rows %llu, theirs %llu; steps %llu, theirs %llu; %s\n",
                   (unsigned long long)verdict.rows,
                   (unsigned long long)verdict.their_rows,
                   (unsigned long long)verdict.steps,
                   (unsigned long long)verdict.their_steps, verdict.why);
        }
    }
    is_int(same, STATEMENTS, "windows: rows, steps and errors are those of SQLite");
    ok(failed > 0 && failed < STATEMENTS / 4, "errors are among them");
    sqlite3_close(db);
    scratch_close(&scratch);
    return done_testing();
}
