/* Traps of a cursor that is moving: the table changes under it. */
#include "sqlite-demo/traps/trap.h"

/* ---- Halloween: the row is met again ---- */

#define RAISE_QUERY "SELECT id FROM staff INDEXED BY by_pay WHERE pay < 2000"
#define RAISE_FIXED "SELECT id FROM staff WHERE pay < 2000 ORDER BY +pay"

static int raise_everybody(struct trap_run *run, const char *query, int64_t *seen)
{
    sqlite3_stmt *scan, *raise;
    *seen = 0;
    if (trap_open(run) ||
        trap_sql(run, "CREATE TABLE staff(id INTEGER PRIMARY KEY, pay INTEGER);"
                      "CREATE INDEX by_pay ON staff(pay);"
                      "INSERT INTO staff(pay) VALUES (1000), (1100), (1200)") ||
        trap_prepare(run, query, &scan))
        return -1;
    if (trap_prepare(run, "UPDATE staff SET pay = pay + 100 WHERE id = ?", &raise)) {
        sqlite3_finalize(scan);
        return -1;
    }
    while (sqlite3_step(scan) == SQLITE_ROW && *seen < 1000) {
        sqlite3_bind_int64(raise, 1, sqlite3_column_int64(scan, 0));
        sqlite3_step(raise);
        sqlite3_reset(raise);
        ++*seen;
    }
    sqlite3_finalize(raise);
    sqlite3_finalize(scan);
    return 0;
}

static int raise_step(struct trap_run *run, const char *query, int64_t wanted_rows,
                      int64_t wanted_pay)
{
    int64_t seen, pay;
    if (raise_everybody(run, query, &seen) ||
        trap_number(run, "SELECT min(pay) FROM staff", &pay))
        return -1;
    trap_fact(run, "people in the table", 3, "rows");
    trap_fact(run, "rows that the loop saw", (double)seen, "rows");
    trap_fact(run, "the lowest pay, 1000 before", (double)pay, "");
    trap_answer(run, "%lld", (long long)seen);
    return trap_expect(run, "the number of rows seen", seen, wanted_rows) ||
                   trap_expect(run, "the lowest pay", pay, wanted_pay)
               ? -1
               : 0;
}

static int halloween(struct trap_run *run)
{
    return raise_step(run, RAISE_QUERY, 27, 2000);
}

static int halloween_fixed(struct trap_run *run)
{
    return raise_step(run, RAISE_FIXED, 3, 1100);
}

const struct trap_step halloween_steps[] = {
    {.title = "A raise of 100 for all who earn less than 2000",
     .code = "for each row of\n"
             "    " RAISE_QUERY "\n"
             "do  UPDATE staff SET pay = pay + 100 WHERE id = ?",
     .why =
         "The cursor walks the index in order of pay. Each raise moves the row forward "
         "in that index, where the cursor meets it again, until nobody is below 2000. "
         "Found on Halloween 1976, at IBM.",
     .run = halloween,
     .question = "Three people earn 1000, 1100, 1200. How many rows will the loop see?",
     .rule = "Each row comes again after each raise: 10 + 9 + 8 times."},
    {.title = "The same, but every row is found before the first is changed",
     .code = "for each row of\n"
             "    " RAISE_FIXED "\n"
             "do  UPDATE staff SET pay = pay + 100 WHERE id = ?",
     .why = "A sort must have all rows before it gives the first one, and \"+pay\" keeps "
            "SQLite from using the index as the sort. Fetching all rows first does the "
            "same. One UPDATE for everybody needs neither: SQLite takes care itself.",
     .run = halloween_fixed},
};
_Static_assert(sizeof halloween_steps / sizeof *halloween_steps == HALLOWEEN_STEPS, "");

/* ---- deleting ahead of the cursor ---- */

static int delete_next(struct trap_run *run, bool collect)
{
    sqlite3_stmt *scan, *drop;
    int64_t ids[16], count = 0, seen = 0, left;
    if (trap_open(run) ||
        trap_sql(run, "CREATE TABLE task(id INTEGER PRIMARY KEY);"
                      "INSERT INTO task VALUES (1), (2), (3), (4), (5), (6)") ||
        trap_prepare(run, "SELECT id FROM task", &scan))
        return -1;
    if (trap_prepare(run, "DELETE FROM task WHERE id = ? + 1", &drop)) {
        sqlite3_finalize(scan);
        return -1;
    }
    while (sqlite3_step(scan) == SQLITE_ROW && count < 16) {
        ids[count++] = sqlite3_column_int64(scan, 0);
        if (collect)
            continue;
        sqlite3_bind_int64(drop, 1, ids[count - 1]);
        sqlite3_step(drop);
        sqlite3_reset(drop);
    }
    for (seen = 0; collect && seen < count; seen++) {
        sqlite3_bind_int64(drop, 1, ids[seen]);
        sqlite3_step(drop);
        sqlite3_reset(drop);
    }
    sqlite3_finalize(drop);
    sqlite3_finalize(scan);
    if (trap_number(run, "SELECT count(*) FROM task", &left))
        return -1;
    trap_fact(run, "rows before", 6, "rows");
    trap_fact(run, "rows that the loop saw", (double)count, "rows");
    trap_fact(run, "rows left", (double)left, "rows");
    trap_answer(run, "%lld", (long long)count);
    return trap_expect(run, "the number of rows seen", count, collect ? 6 : 3);
}

static int delete_ahead(struct trap_run *run)
{
    return delete_next(run, false);
}

static int delete_ahead_fixed(struct trap_run *run)
{
    return delete_next(run, true);
}

const struct trap_step delete_ahead_steps[] = {
    {.title = "Each row deletes the next one",
     .code = "for each row of\n"
             "    SELECT id FROM task\n"
             "do  DELETE FROM task WHERE id = ? + 1",
     .why =
         "The cursor looks for the next row when it is asked, and not before. What was "
         "deleted ahead of it is not there any more. SQLite promises nothing here: "
         "whether the query sees such a change is undefined.",
     .run = delete_ahead,
     .question = "The table has six rows. How many will the loop see?",
     .rule = "Row 1 deletes 2, so 3 comes next; it deletes 4, so 5 comes next."},
    {.title = "All rows are fetched first",
     .code = "rows = all rows of\n"
             "    SELECT id FROM task\n"
             "for each of rows\n"
             "do  DELETE FROM task WHERE id = ? + 1",
     .why = "What was fetched cannot change. The loop sees six rows, of which five are "
            "gone by then: whoever works on a list must ask whether its items still "
            "exist.",
     .run = delete_ahead_fixed},
};
_Static_assert(sizeof delete_ahead_steps / sizeof *delete_ahead_steps ==
                   DELETE_AHEAD_STEPS,
               "");
