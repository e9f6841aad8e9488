/* Traps of speed: the answer is right, and it takes a hundred times as long. Counted in
 * steps of SQLite's machine where that says it, and in time where the disk does. */
#include <stdio.h>

#include "sqlite-demo/traps/trap.h"

/* ---- one query per row ---- */

enum { AUTHORS = 1000, BOOKS = 5 };

static int prepare_books(struct trap_run *run)
{
    if (trap_open(run))
        return -1;
    return trap_sql(
        run, "BEGIN;"
             "CREATE TABLE author(id INTEGER PRIMARY KEY, name);"
             "CREATE TABLE book(id INTEGER PRIMARY KEY, author, title);"
             "WITH r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r WHERE x < 1000)"
             "  INSERT INTO author SELECT x, 'author ' || x FROM r;"
             "WITH r(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM r WHERE x < 4999)"
             "  INSERT INTO book(author, title) SELECT x / 5 + 1, 'book ' || x FROM r;"
             "CREATE INDEX by_author ON book(author);"
             "COMMIT");
}

/* Steps it to its end; returns the rows. */
static int64_t drain(sqlite3_stmt *stmt)
{
    int64_t rows = 0;
    while (sqlite3_step(stmt) == SQLITE_ROW)
        rows++;
    return rows;
}

static void books_facts(struct trap_run *run, int64_t queries, int64_t rows,
                        int64_t steps, double time)
{
    trap_fact(run, "queries", (double)queries, "");
    trap_fact(run, "rows", (double)rows, "");
    trap_fact(run, "steps of SQLite's machine", (double)steps, "steps");
    trap_fact(run, "time here", time, "ms");
    trap_fact(run, "computed: with 0.5 ms of network each", (double)queries * 0.5 + time,
              "ms");
}

static int many_queries(struct trap_run *run)
{
    sqlite3_stmt *authors, *books;
    int64_t rows = 0, queries = 1;
    if (prepare_books(run) || trap_prepare(run, "SELECT id FROM author", &authors))
        return -1;
    if (trap_prepare(run, "SELECT title FROM book WHERE author = ?", &books)) {
        sqlite3_finalize(authors);
        return -1;
    }
    double start = trap_now();
    for (; sqlite3_step(authors) == SQLITE_ROW; queries++) {
        sqlite3_bind_int64(books, 1, sqlite3_column_int64(authors, 0));
        rows += drain(books);
        sqlite3_reset(books);
    }
    double time = trap_now() - start;
    books_facts(run, queries, rows, trap_vm_steps(authors) + trap_vm_steps(books), time);
    sqlite3_finalize(books);
    sqlite3_finalize(authors);
    trap_answer(run, "%lld", (long long)queries);
    return trap_expect(run, "the number of queries", queries, AUTHORS + 1);
}

static int one_query(struct trap_run *run)
{
    sqlite3_stmt *stmt;
    if (prepare_books(run) ||
        trap_prepare(run,
                     "SELECT author.id, title FROM author JOIN book ON book.author "
                     "= author.id",
                     &stmt))
        return -1;
    double start = trap_now();
    int64_t rows = drain(stmt);
    books_facts(run, 1, rows, trap_vm_steps(stmt), trap_now() - start);
    sqlite3_finalize(stmt);
    return trap_expect(run, "the number of rows", rows, (int64_t)AUTHORS * BOOKS);
}

const struct trap_step many_queries_steps[] = {
    {.title = "One query for the authors, and one for each author",
     .code = "for each row of\n"
             "    SELECT id FROM author\n"
             "run SELECT title FROM book WHERE author = ?",
     .why =
         "N + 1 queries. SQLite lies in this process, so each costs a microsecond, and "
         "the trap hardly shows: only the last line, which is computed and not "
         "measured, shows what a database on the other side of a network makes of it.",
     .run = many_queries,
     .question = "There are 1000 authors. How many queries is that?",
     .rule = "One for the list, and one for each of its rows."},
    {.title = "One query with a join",
     .code = "SELECT author.id, title\n"
             "FROM author JOIN book ON book.author = author.id",
     .why = "The loop is inside of the database now, where it belongs. The steps are "
            "nearly the same; the number of questions is not.",
     .run = one_query},
};
_Static_assert(sizeof many_queries_steps / sizeof *many_queries_steps ==
                   MANY_QUERIES_STEPS,
               "");

/* ---- OFFSET ---- */

#define PAGE_BY_OFFSET "SELECT id FROM item ORDER BY id LIMIT 10 OFFSET 90000"
#define PAGE_BY_KEY    "SELECT id FROM item WHERE id > 90000 ORDER BY id LIMIT 10"

static int page(struct trap_run *run, const char *sql)
{
    sqlite3_stmt *stmt;
    int64_t first = 0;
    if (trap_open(run) ||
        trap_sql(run, "CREATE TABLE item(id INTEGER PRIMARY KEY);"
                      "WITH r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r WHERE x < "
                      "100000) INSERT INTO item SELECT x FROM r") ||
        trap_prepare(run, sql, &stmt))
        return -1;
    double start = trap_now();
    if (sqlite3_step(stmt) == SQLITE_ROW)
        first = sqlite3_column_int64(stmt, 0);
    int64_t rows = 1 + drain(stmt);
    double time = trap_now() - start;
    trap_fact(run, "rows", (double)rows, "");
    trap_fact(run, "the first of them", (double)first, "");
    trap_fact(run, "steps of SQLite's machine", (double)trap_vm_steps(stmt), "steps");
    trap_fact(run, "time", time * 1000, "µs");
    sqlite3_finalize(stmt);
    return trap_expect(run, "the first row", first, 90001);
}

static int by_offset(struct trap_run *run)
{
    trap_answer(run, "all of them");
    return page(run, PAGE_BY_OFFSET);
}

static int by_key(struct trap_run *run)
{
    return page(run, PAGE_BY_KEY);
}

const struct trap_step offset_steps[] = {
    {.title = "Page 9001 by OFFSET",
     .code = PAGE_BY_OFFSET,
     .why = "OFFSET does not jump. SQLite walks over 90000 rows, one by one, and throws "
            "them away. The farther the page, the longer it takes.",
     .run = by_offset},
    {.title = "The same page by its key",
     .code = PAGE_BY_KEY,
     .why = "The last key of the page before is where this one begins. The b-tree is "
            "searched for it: that takes the same few steps on every page.",
     .run = by_key},
};
_Static_assert(sizeof offset_steps / sizeof *offset_steps == OFFSET_STEPS, "");

/* ---- a transaction per row, a compilation per row ---- */

enum { COMMITTED = 50, PREPARED = 20000 };

static int insert_rows(struct trap_run *run, bool one_transaction)
{
    char label[TRAP_TEXT];
    if (trap_open(run) || trap_sql(run, "CREATE TABLE log(text)"))
        return -1;
    double start = trap_now();
    if (one_transaction && trap_sql(run, "BEGIN"))
        return -1;
    for (int i = 0; i < COMMITTED; i++)
        if (trap_sql(run, "INSERT INTO log VALUES ('a line')"))
            return -1;
    if (one_transaction && trap_sql(run, "COMMIT"))
        return -1;
    double time = trap_now() - start;
    snprintf(label, sizeof label, "time for %d rows", COMMITTED);
    trap_fact(run, "transactions", one_transaction ? 1 : COMMITTED, "");
    trap_fact(run, label, time, "ms");
    trap_fact(run, "time for each", time * 1000 / COMMITTED, "µs");
    return 0;
}

static int many_commits(struct trap_run *run)
{
    trap_answer(run, "%d", COMMITTED);
    return insert_rows(run, false);
}

static int one_commit(struct trap_run *run)
{
    return insert_rows(run, true);
}

const struct trap_step many_commits_steps[] = {
    {.title = "Fifty rows, each a transaction",
     .code = "for 50 times\n"
             "run INSERT INTO log VALUES ('a line')",
     .why =
         "Outside of a transaction each statement is one. At its end SQLite writes a "
         "journal and asks the disk, several times, to have it safely (fsync). The "
         "disk is what you wait for. Where fsync costs nothing, as in a folder that is "
         "in memory, it hardly shows.",
     .run = many_commits,
     .question = "How many transactions are that?",
     .rule = "Each statement that stands alone is a transaction."},
    {.title = "Fifty rows, one transaction",
     .code = "BEGIN\n"
             "for 50 times\n"
             "run INSERT INTO log VALUES ('a line')\n"
             "COMMIT",
     .why =
         "One journal, one wait. The price is that all rows are kept or none: which is "
         "often what you want anyway.",
     .run = one_commit},
};
_Static_assert(sizeof many_commits_steps / sizeof *many_commits_steps ==
                   MANY_COMMITS_STEPS,
               "");

static int prepared_rows(struct trap_run *run, bool once)
{
    sqlite3_stmt *stmt = NULL;
    if (trap_open(run) || trap_sql(run, "CREATE TABLE log(n); BEGIN"))
        return -1;
    double start = trap_now();
    for (int i = 0; i < PREPARED; i++) {
        if (!stmt && trap_prepare(run, "INSERT INTO log VALUES (?)", &stmt))
            return -1;
        sqlite3_bind_int64(stmt, 1, i);
        sqlite3_step(stmt);
        sqlite3_reset(stmt);
        if (!once) {
            sqlite3_finalize(stmt);
            stmt = NULL;
        }
    }
    sqlite3_finalize(stmt);
    double time = trap_now() - start;
    trap_fact(run, "times that it was compiled", once ? 1 : PREPARED, "");
    trap_fact(run, "rows", PREPARED, "");
    trap_fact(run, "time for each", time * 1000 / PREPARED, "µs");
    return trap_sql(run, "COMMIT");
}

static int re_preparing(struct trap_run *run)
{
    return prepared_rows(run, false);
}

static int prepared_once(struct trap_run *run)
{
    return prepared_rows(run, true);
}

const struct trap_step re_preparing_steps[] = {
    {.title = "Compile, run, throw away",
     .code = "for 20000 times\n"
             "    sqlite3_prepare_v2(db, \"INSERT INTO log VALUES (?)\", …);\n"
             "    sqlite3_bind_int64(stmt, 1, i);\n"
             "    sqlite3_step(stmt);\n"
             "    sqlite3_finalize(stmt);",
     .why = "SQL is a program's source. To compile it takes longer than to run it once: "
            "the words are read, names looked up, a plan made.",
     .run = re_preparing},
    {.title = "Compile once",
     .code = "sqlite3_prepare_v2(db, \"INSERT INTO log VALUES (?)\", …);\n"
             "for 20000 times\n"
             "    sqlite3_bind_int64(stmt, 1, i);\n"
             "    sqlite3_step(stmt);\n"
             "    sqlite3_reset(stmt);",
     .why = "The cursor library does this for you: executemany() compiles once, and a "
            "cache keeps the last 128 statements by their text. Values glued into the "
            "text would defeat it.",
     .run = prepared_once},
};
_Static_assert(sizeof re_preparing_steps / sizeof *re_preparing_steps ==
                   RE_PREPARING_STEPS,
               "");
