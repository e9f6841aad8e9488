/* Our machine against SQLite: hundreds of generated statements over generated
 * tables. The rows are the same and so is the number of steps (VM_STEP), or the
 * machine names what it does not have. Statements that write are run by SQLite in a
 * transaction that is rolled back. */
#include "tests/random.h"
#include "tests/sqlite-demo/machine_test.h"

enum { SCHEMAS = 6, STATEMENTS = 160, SQL_MAX = 3000 };

static struct random dice = {7};

static size_t below(size_t bound)
{
    return random_below(&dice, bound);
}

#define PICK(list) (list)[below(sizeof(list) / sizeof *(list))]

/* ---- tables ---- */

static const char *const columns[] = {"a", "b", "c", "d"};
static const char *const types[] = {
    "INT", "TEXT",      "REAL", "NUMERIC", "BLOB", "", "TEXT COLLATE NOCASE",
    "INT", "VARCHAR(9)"};

static const char *literal(char *text, size_t size)
{
    static const char *const words[] = {"''",    "'a'",  "'Ab'",   "'aB'",
                                        "'12'",  "'7 '", "'1.50'", "'zz top'",
                                        "x'61'", "x''",  "NULL"};
    switch (below(8)) {
    case 0:
    case 1:
    case 2:
        snprintf(text, size, "%d", (int)below(20) - 5);
        break;
    case 3:
        snprintf(text, size, "%d.%d", (int)below(20) - 5, (int)below(4) * 25);
        break;
    case 4:
        snprintf(text, size, "%lld", (long long)(random_next(&dice) >> below(64)) / 2);
        break;
    default:
        snprintf(text, size, "%s", PICK(words));
    }
    return text;
}

static __attribute__((format(printf, 3, 4))) int add(char *sql, int length,
                                                     const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    length += vsnprintf(sql + length, (size_t)(SQL_MAX - length), format, arguments);
    va_end(arguments);
    return length < SQL_MAX ? length : SQL_MAX - 1;
}

static sqlite3 *make_tables(const char *path, int schema)
{
    char sql[SQL_MAX], value[3][60];
    static const int page_sizes[] = {512, 1024, 4096, 512, 65536, 512};
    snprintf(sql, sizeof sql, "PRAGMA page_size=%d; PRAGMA journal_mode=%s;",
             page_sizes[schema], schema % 3 == 1 ? "WAL" : "DELETE");
    sqlite3 *db = specimen_open(path, sql);
    for (int table = 1; table <= 3; table++) {
        bool keyed = table == 2;
        int length = add(sql, 0, "CREATE TABLE t%d(", table);
        for (size_t i = 0; i < 4; i++)
            length = add(sql, length, "%s%s %s", i ? "," : "", columns[i], PICK(types));
        length = add(sql, length, keyed ? ",PRIMARY KEY(b,a,d)) WITHOUT ROWID;" : ");");
        if (table == 3 || below(2))
            length = add(sql, length, "CREATE INDEX i%d ON t%d(%s %s,%s);", table, table,
                         PICK(columns), below(2) ? "DESC" : "", PICK(columns));
        if (below(2))
            length = add(sql, length, "CREATE INDEX j%d ON t%d(c);", table, table);
        sqlite3_exec(db, sql, NULL, NULL, NULL);
        sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
        for (size_t i = 0; i < 120; i++) {
            snprintf(sql, sizeof sql, "INSERT OR IGNORE INTO t%d VALUES (%s,%s,%s,%s)",
                     table, literal(value[0], 60), literal(value[1], 60),
                     below(30) ? literal(value[2], 60) : "zeroblob(5000)",
                     below(2) ? "'x'" : "3");
            sqlite3_exec(db, sql, NULL, NULL, NULL);
        }
        sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    }
    if (below(2))
        sqlite3_exec(db, "ANALYZE", NULL, NULL, NULL);
    /* Rows that are older than their columns. */
    sqlite3_exec(db,
                 "CREATE TABLE late(a); INSERT INTO late VALUES (1), (2);"
                 "ALTER TABLE late ADD COLUMN i INT DEFAULT 5;"
                 "ALTER TABLE late ADD COLUMN t TEXT DEFAULT 5;"
                 "ALTER TABLE late ADD COLUMN r REAL DEFAULT 5;"
                 "ALTER TABLE late ADD COLUMN n DEFAULT NULL;"
                 "ALTER TABLE late ADD COLUMN w DEFAULT 'NULL';"
                 "INSERT INTO late VALUES (3, 4, 4, 4, 4, 4)",
                 NULL, NULL, NULL);
    return db;
}

/* ---- statements ---- */

static const char *const comparisons[] = {"=",  "<",  "<=", ">",
                                          ">=", "<>", "IS", "IS NOT"};

static int expression(char *sql, int length, const char *table, int depth)
{
    static const char *const operators[] = {"+", "-",  "*",  "/",   "%",  "||", "&",
                                            "|", "<<", ">>", "AND", "OR", "=",  "<"};
    static const char *const functions[] = {"upper", "typeof", "length", "hex", "abs",
                                            "trim",  "quote",  "round",  "max"};
    char text[60];
    switch (below(depth > 2 ? 2 : 8)) {
    case 0:
        return add(sql, length, "%s", literal(text, sizeof text));
    case 1:
    case 2:
        return add(sql, length, "%s.%s", table, PICK(columns));
    case 3:
        return add(sql, length, "coalesce(%s(%s.%s), 1)", PICK(functions), table,
                   PICK(columns));
    case 4:
        length = add(sql, length, "CAST(");
        length = expression(sql, length, table, depth + 1);
        return add(sql, length, " AS %s)", below(2) ? "INT" : below(2) ? "TEXT" : "REAL");
    case 5:
        length = add(sql, length, "CASE WHEN ");
        length = expression(sql, length, table, depth + 1);
        return add(sql, length, " THEN 1 ELSE %s.a END", table);
    default:
        length = expression(sql, add(sql, length, "("), table, depth + 1);
        length = add(sql, length, " %s ", PICK(operators));
        return add(sql, expression(sql, length, table, depth + 1), ")");
    }
}

static int condition(char *sql, int length, const char *table, int depth)
{
    char text[3][60];
    const char *column = PICK(columns);
    switch (below(depth > 1 ? 5 : 9)) {
    case 0:
        return add(sql, length, "%s.%s IS %sNULL", table, column, below(2) ? "NOT " : "");
    case 1:
        return add(sql, length, "%s.%s BETWEEN %s AND %s", table, column,
                   literal(text[0], 60), literal(text[1], 60));
    case 2:
        return add(sql, length, "%s.%s IN (%s,%s,%s)", table, column,
                   literal(text[0], 60), literal(text[1], 60), literal(text[2], 60));
    case 3:
    case 4:
        return add(sql, length, "%s.%s %s %s", table, column, PICK(comparisons),
                   literal(text[0], 60));
    case 5:
        return expression(sql, length, table, 0);
    case 6:
        return add(sql, length, "%s.%s IN (SELECT %s FROM t%zu WHERE a %s %s)", table,
                   column, PICK(columns), 1 + below(3), PICK(comparisons),
                   literal(text[0], 60));
    case 7:
        return add(sql, length, "EXISTS (SELECT 1 FROM t%zu s WHERE s.%s=%s.%s)",
                   1 + below(3), PICK(columns), table, column);
    default:
        length = condition(sql, add(sql, length, "("), table, depth + 1);
        length = add(sql, length, below(2) ? " AND " : " OR ");
        return add(sql, condition(sql, length, table, depth + 1), ")");
    }
}

static int tail(char *sql, int length, bool ordered)
{
    if (ordered && below(2))
        length = add(sql, length, " ORDER BY %zu%s%s", 1 + below(2),
                     below(2) ? " DESC" : "", below(4) ? "" : " NULLS LAST");
    if (below(3) == 0)
        length = add(sql, length, " LIMIT %zu", 1 + below(9));
    if (length > 6 && strstr(sql + length - 8, "LIMIT") && below(2))
        length = add(sql, length, " OFFSET %zu", below(9));
    return length;
}

static int simple_select(char *sql, int length)
{
    length = add(sql, length, "SELECT %s", below(6) ? "" : "DISTINCT ");
    length = expression(sql, length, "x", 0);
    length = add(sql, length, ", x.%s FROM t%zu x", PICK(columns), 1 + below(3));
    if (below(4))
        length = condition(sql, add(sql, length, " WHERE "), "x", 0);
    return length;
}

static int join(char *sql)
{
    int length = add(sql, 0, "SELECT x.%s, y.%s, ", PICK(columns), PICK(columns));
    length = expression(sql, length, "y", 1);
    length = add(sql, length, " FROM t%zu x %sJOIN t%zu y ON x.%s=y.%s", 1 + below(3),
                 below(3) ? "" : "LEFT ", 1 + below(3), PICK(columns), PICK(columns));
    if (below(2))
        length = condition(sql, add(sql, length, " WHERE "), "x", 0);
    return tail(sql, length, true);
}

static int grouped(char *sql)
{
    static const char *const aggregates[] = {
        "count(*)",          "count(x.a)",   "sum(x.c)", "min(x.b)",
        "max(x.d)",          "total(x.a)",   "avg(x.c)", "count(DISTINCT x.b)",
        "group_concat(x.a)", "max(x.a), x.b"};
    int length = add(sql, 0, "SELECT x.%s, %s, %s FROM t%zu x", PICK(columns),
                     PICK(aggregates), PICK(aggregates), 1 + below(3));
    if (below(2))
        length = condition(sql, add(sql, length, " WHERE "), "x", 0);
    if (below(3))
        length = add(sql, length, " GROUP BY x.%s", PICK(columns));
    if (below(3) == 0 && strstr(sql, "GROUP"))
        length = add(sql, length, " HAVING count(*) > %zu", below(4));
    return tail(sql, length, true);
}

static int writes(char *sql)
{
    static const char *const conflicts[] = {"", "OR IGNORE ", "OR REPLACE ", "OR FAIL "};
    char value[2][60];
    size_t table = 1 + below(3);
    int length;
    switch (below(4)) {
    case 0:
        return add(sql, 0, "INSERT %sINTO t%zu VALUES (%s,%s,1,2),(3,'q',%s,5)",
                   PICK(conflicts), table, literal(value[0], 60), literal(value[1], 60),
                   literal(value[0], 60));
    case 1:
        length = add(sql, 0, "INSERT OR IGNORE INTO t%zu SELECT a,b,c,d||'w' FROM t%zu x",
                     table, 1 + below(3));
        break;
    case 2:
        length =
            add(sql, 0, "UPDATE %st%zu AS x SET c=", below(2) ? "" : "OR IGNORE ", table);
        length = expression(sql, length, "x", 1);
        break;
    default:
        length = add(sql, 0, "DELETE FROM t%zu AS x", table);
    }
    if (below(4))
        length = condition(sql, add(sql, length, " WHERE "), "x", 0);
    return length;
}

static void generate(char *sql)
{
    static const char *const unions[] = {"UNION", "UNION ALL", "EXCEPT", "INTERSECT"};
    int length;
    switch (below(10)) {
    case 0:
    case 1:
    case 2:
        tail(sql, simple_select(sql, 0), true);
        break;
    case 3:
    case 4:
        join(sql);
        break;
    case 5:
    case 6:
        grouped(sql);
        break;
    case 7:
        length = simple_select(sql, 0);
        length = simple_select(sql, add(sql, length, " %s ", PICK(unions)));
        tail(sql, length, true);
        break;
    case 8:
        snprintf(sql, SQL_MAX,
                 "WITH RECURSIVE n(i) AS (VALUES(%zu) UNION%s SELECT i+%zu FROM n WHERE "
                 "i<%zu) SELECT n.i, x.%s FROM n LEFT JOIN t%zu x ON x.a=n.i",
                 below(3), below(2) ? " ALL" : "", 1 + below(3), 5 + below(20),
                 PICK(columns), 1 + below(3));
        break;
    default:
        writes(sql);
    }
}

/* ---- the comparison ---- */

static size_t same, unknown, wrong_sql, rows;

static void compare(sqlite3 *db, const char *path, const char *sql)
{
    struct verdict verdict = judge(db, path, sql);
    wrong_sql += !verdict.loaded;
    if (!verdict.loaded)
        return;
    rows += verdict.rows;
    unknown += verdict.stop == STOP_UNKNOWN;
    same += verdict.stop != STOP_UNKNOWN && verdict.same;
    if (verdict.stop == STOP_UNKNOWN) {
        printf("# unknown: %s\n", verdict.why);
    } else if (!verdict.same) {
        ok(false, sql);
        printf("#   rows %llu, theirs %llu; steps %llu, theirs %llu; %s\n",
               (unsigned long long)verdict.rows, (unsigned long long)verdict.their_rows,
               (unsigned long long)verdict.steps, (unsigned long long)verdict.their_steps,
               verdict.why);
    }
}

/* ---- damaged files: the machine stops with a place, or goes on; it never crashes ----
 */

static const char *const over_damage[] = {
    "SELECT * FROM film ORDER BY title",
    "SELECT f.title, w.n FROM film f LEFT JOIN word w ON w.w = f.title WHERE f.id > 50",
    "SELECT title, count(*) FROM film WHERE title > 'film number 2' GROUP BY title",
    "SELECT count(*), sum(length(b)) FROM film",
    "SELECT * FROM word WHERE w >= 'ww' ORDER BY w DESC",
    "DELETE FROM film WHERE year > 1950",
    "INSERT INTO word VALUES ('www', 1)",
};
enum { OVER_DAMAGE = sizeof over_damage / sizeof *over_damage, DAMAGED_PAGE = 1024 };

static void run_damaged(const char *path, const struct program_code *code, size_t *faults)
{
    struct database db;
    struct machine machine;
    struct error error;
    if (database_open(&db, path, &error) < 0)
        return;
    machine_init(&machine, &db, code);
    while (machine_run(&machine, 60000) == ROW)
        ;
    *faults += machine.stop == STOP_FAULT && machine.why_stopped[0];
    machine_free(&machine);
    database_close(&db);
}

static void damage_page(FILE *file, long page, uint8_t *old)
{
    uint8_t bytes[DAMAGED_PAGE];
    size_t noise = below(3) ? 40 : 2;
    fseek(file, page * DAMAGED_PAGE, SEEK_SET);
    if (fread(old, 1, DAMAGED_PAGE, file) != DAMAGED_PAGE)
        return;
    memcpy(bytes, old, sizeof bytes);
    for (size_t i = page == 0 ? 100 : 0; i < sizeof bytes; i++)
        if (below(noise) == 0)
            bytes[i] = (uint8_t)(below(2) ? below(256) : 0xff * below(2));
    fseek(file, page * DAMAGED_PAGE, SEEK_SET);
    fwrite(bytes, 1, sizeof bytes, file);
    fflush(file);
}

static void test_damage(const char *folder)
{
    struct program_code code[OVER_DAMAGE];
    struct error error;
    char path[300], spoilt[300];
    uint8_t old[DAMAGED_PAGE];
    size_t faults = 0, runs = 0;
    snprintf(path, sizeof path, "%s/sound.db", folder);
    snprintf(spoilt, sizeof spoilt, "%s/spoilt.db", folder);
    for (int i = 0; i < 2; i++) {
        sqlite3 *db = specimen_open(i ? spoilt : path, "PRAGMA page_size=1024");
        sqlite3_exec(db, specimen_rich, NULL, NULL, NULL);
        sqlite3_close(db);
    }
    sqlite3 *db = specimen_open(path, "");
    for (int i = 0; i < OVER_DAMAGE; i++)
        program_load(db, over_damage[i], &code[i], &error);
    FILE *file = fopen(spoilt, "r+");
    fseek(file, 0, SEEK_END);
    long pages = ftell(file) / DAMAGED_PAGE;
    for (long page = 0; page < pages; page++) {
        damage_page(file, page, old);
        for (int i = 0; i < OVER_DAMAGE; i++, runs++)
            run_damaged(spoilt, &code[i], &faults);
        fseek(file, page * DAMAGED_PAGE, SEEK_SET);
        fwrite(old, 1, sizeof old, file);
        fflush(file);
    }
    fclose(file);
    for (int i = 0; i < OVER_DAMAGE; i++)
        program_unload(&code[i]);
    sqlite3_close(db);
    printf("# %zu runs over damaged pages, %zu stopped with a place\n", runs, faults);
    ok(runs > 500 && faults > 100, "over damaged pages the machine says where");
}

int main(void)
{
    struct scratch scratch;
    struct error error;
    char path[300], sql[SQL_MAX];
    if (scratch_open(&scratch, &error) < 0)
        printf("Bail out! %s\n", error.message), exit(1);
    printf("# SQLite %s, %zu opcodes\n", sqlite3_libversion(), opcode_count());
    for (int schema = 0; schema < SCHEMAS; schema++) {
        snprintf(path, sizeof path, "%s/%d.db", scratch.folder, schema);
        sqlite3 *db = make_tables(path, schema);
        for (int i = 0; i < STATEMENTS; i++) {
            generate(sql);
            compare(db, path, sql);
        }
        compare(db, path, "SELECT a, i, t, typeof(t), r, typeof(r), n, w FROM late");
        sqlite3_close(db);
    }
    printf("# %zu the same, %zu with an opcode that we do not have, %zu not SQL\n", same,
           unknown, wrong_sql);
    ok(same > SCHEMAS * STATEMENTS * 8 / 10, "rows and steps are those of SQLite");
    ok(unknown < SCHEMAS * STATEMENTS / 20, "and few statements are out of reach");
    ok(wrong_sql < SCHEMAS * STATEMENTS / 10, "what was generated was SQL");
    ok(rows > 20000, "with many rows");
    test_damage(scratch.folder);
    ok(opcode_count() >= 45, "at least 45 opcodes");
    scratch_close(&scratch);
    return done_testing();
}
