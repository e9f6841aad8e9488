/* The lessons, as tables: each row is a line of the program that is run.
 *
 * To add one, see docs/sqlite-demo.md. `sees` and `fails` are promises: a lesson
 * stops when SQLite does not keep them.
 */
#include <string.h>

#include "sqlite-demo/lesson.h"

/* The rows are formatted by hand: a field per line would hide their order. */
/* clang-format off */
#define TEXT(string) {.type = DB_TEXT, .text = (string), .length = sizeof(string) - 1}
#define INT(number)  {.type = DB_INT, .integer = (number)}
#define VALUE_COUNT(...)                                                              \
    (sizeof((struct db_value[]){__VA_ARGS__}) / sizeof(struct db_value))
#define VALUES(...)  .values = {__VA_ARGS__}, .value_count = VALUE_COUNT(__VA_ARGS__)
#define LINES(table) .lines = (table), .line_count = sizeof(table) / sizeof *(table)

static const char insert_film[] = "INSERT INTO film VALUES (?, ?)";
static const char select_films[] = "SELECT title, year FROM film";
static const char create_film[] = "CREATE TABLE film (title TEXT, year INTEGER)";

#define METROPOLIS   VALUES(TEXT("Metropolis"), INT(1927))
#define MODERN_TIMES VALUES(TEXT("Modern Times"), INT(1936))

#define OPEN_AND_CREATE                                                               \
    {.action = DO_CONNECT, .title = "Open the database", .sees = "no such table: film", \
     .why = "There was no file: SQLite made one, still empty. A connection is how a " \
            "program speaks to it. There is no server, only this file."},             \
    {.action = DO_CURSOR, .title = "Make a cursor", .sees = "no such table: film",    \
     .why = "Statements run through a cursor, which also keeps the place in their "   \
            "rows. Making one calls nothing in SQLite."},                             \
    {.action = DO_EXECUTE, .sql = create_film, .title = "Create a table",             \
     .sees = "0 rows",                                                                \
     .why = "CREATE begins no transaction here: it is kept at once. The second "      \
            "connection sees the empty table."}

static const struct line forgotten_commit[] = {
    OPEN_AND_CREATE,
    {.action = DO_EXECUTE, .sql = insert_film, METROPOLIS, .sees = "0 rows",
     .title = "Insert a row",
     .why = "It worked, and yet the second connection sees nothing. The evidence says "
            "why: the cursor sent BEGIN first. The row waits in an open transaction.",
     .ask = ASK_SEEN,
     .rule = "Before an INSERT the cursor sends BEGIN. What a transaction did is its "
             "own until the commit."},
    {.action = DO_EXECUTE, .sql = insert_film, MODERN_TIMES, .sees = "0 rows",
     .title = "Insert another row",
     .why = "No BEGIN this time: the transaction is still open, and this row joins it.",
     .ask = ASK_SEEN, .rule = "The transaction is still open."},
    {.action = DO_EXECUTE, .sql = select_films, .title = "Select the rows",
     .sees = "0 rows",
     .why = "The statement ran up to its first row. This connection sees its own "
            "changes, so here everything looks fine."},
    {.action = DO_FETCHONE, .title = "Fetch the first row", .sees = "0 rows",
     .why = "A fetch hands out one row and steps to the next. This is why a forgotten "
            "commit is not noticed: the program that forgot it sees its rows."},
    {.action = DO_FETCHONE, .title = "Fetch the second row", .sees = "0 rows",
     .why = "The step after the last row answered SQLITE_DONE: the statement is over."},
    {.action = DO_CLOSE, .title = "Close, without a commit", .sees = "0 rows",
     .why = "No error and no warning. Closing a connection rolls back what was not "
            "committed.",
     .ask = ASK_SEEN, .rule = "Closing rolls back what was not committed."},
    {.action = DO_CONNECT, .title = "Open it again", .sees = "0 rows",
     .why = "The next run of the program, or the next morning."},
    {.action = DO_CURSOR, .title = "Make a cursor again", .sees = "0 rows",
     .why = "A new connection needs cursors of its own."},
    {.action = DO_EXECUTE, .sql = select_films, .title = "Select: the rows are gone",
     .sees = "0 rows",
     .why = "The first step already answered SQLITE_DONE. Both rows are lost, the table "
            "is not: CREATE was kept at once."},
    {.action = DO_FETCHONE, .title = "Fetch: there is no row", .sees = "0 rows",
     .why = "The fetch returns 0: the end. Now the same once more, with the one call "
            "that was missing."},
    {.action = DO_EXECUTE, .sql = insert_film, METROPOLIS, .sees = "0 rows",
     .title = "Insert the row again",
     .why = "As before: BEGIN, then the INSERT. Only this connection sees the row.",
     .ask = ASK_TRANSACTION, .rule = "An INSERT opens one when none is open."},
    {.action = DO_EXECUTE, .sql = insert_film, MODERN_TIMES, .sees = "0 rows",
     .title = "Insert the other row again",
     .why = "Still one transaction, now of two rows. They will be kept together or not "
            "at all."},
    {.action = DO_COMMIT, .title = "Commit", .sees = "2 rows",
     .why = "Now the second connection sees both rows. The journal is gone, and its "
            "disappearance is the moment at which the rows were kept.",
     .ask = ASK_SEEN, .rule = "A commit shows all changes of the transaction at once."},
    {.action = DO_CLOSE, .title = "Close, after the commit", .sees = "2 rows",
     .why = "Nothing is open, so nothing is rolled back.",
     .ask = ASK_SEEN, .rule = "Only what was not committed is rolled back."},
    {.action = DO_CONNECT, .title = "Open it a third time", .sees = "2 rows",
     .why = "Did it help?"},
    {.action = DO_CURSOR, .title = "Make a cursor a third time", .sees = "2 rows",
     .why = "As before."},
    {.action = DO_EXECUTE, .sql = select_films, .title = "Select: the rows are there",
     .sees = "2 rows",
     .why = "The first step answered SQLITE_ROW."},
    {.action = DO_FETCHALL, .title = "Fetch all rows", .sees = "2 rows",
     .why = "Both rows. One forgotten call was the whole difference."},
};

static const struct line commit[] = {
    OPEN_AND_CREATE,
    {.action = DO_EXECUTE, .sql = insert_film, METROPOLIS, .sees = "0 rows",
     .title = "Insert a row",
     .why = "Look at the disk: a journal appeared. It holds what is needed to undo "
            "the change. The database file itself has not changed yet.",
     .ask = ASK_TRANSACTION, .rule = "An INSERT opens one when none is open."},
    {.action = DO_COMMIT, .title = "Commit", .sees = "1 row",
     .why = "SQLite wrote the journal and the database to the disk and then deleted the "
            "journal. That deletion is the commit.",
     .ask = ASK_SEEN, .rule = "A commit shows the changes to everyone."},
    {.action = DO_COMMIT, .title = "Commit again", .sees = "1 row",
     .why = "No transaction is open: a commit does nothing and is no error. The library "
            "asked sqlite3_get_autocommit and left it at that.",
     .ask = ASK_RESULT, .rule = "With nothing to commit, commit does nothing."},
    {.action = DO_EXECUTE, .sql = "UPDATE film SET year = ? WHERE title = ?",
     VALUES(INT(1926), TEXT("Metropolis")), .sees = "1 row", .title = "Change the row",
     .why = "An UPDATE opens a transaction, too. The second connection still reads the "
            "old year: it sees the state of the last commit."},
    {.action = DO_COMMIT, .title = "Commit the change", .sees = "1 row",
     .why = "Now it reads the new year. Between old and new there is nothing: no "
            "reader ever sees half of a transaction."},
    {.action = DO_EXECUTE, .sql = "CREATE INDEX film_year ON film (year)",
     .title = "Create an index", .sees = "1 row",
     .why = "No transaction is open afterwards: CREATE is not one of the four "
            "statements before which the cursor sends BEGIN.",
     .ask = ASK_TRANSACTION,
     .rule = "BEGIN is sent before INSERT, UPDATE, DELETE and REPLACE only."},
    {.action = DO_CLOSE, .title = "Close", .sees = "1 row",
     .why = "Everything was committed. Closing loses nothing."},
};

static const struct line rollback[] = {
    {.action = DO_CONNECT, .title = "Open the database", .sees = "no such table: film",
     .why = "There was no file: SQLite made one, still empty."},
    {.action = DO_CURSOR, .title = "Make a cursor", .sees = "no such table: film",
     .why = "Statements run through a cursor."},
    {.action = DO_EXECUTE, .title = "Create a table with a rule", .sees = "0 rows",
     .sql = "CREATE TABLE film (title TEXT UNIQUE, year INTEGER)",
     .why = "UNIQUE: no two rows may have the same title."},
    {.action = DO_EXECUTE, .sql = insert_film, METROPOLIS, .sees = "0 rows",
     .title = "Insert a row",
     .why = "The cursor sent BEGIN before it."},
    {.action = DO_COMMIT, .title = "Commit", .sees = "1 row",
     .why = "From here on this row is safe."},
    {.action = DO_EXECUTE, .sql = "DELETE FROM film", .title = "Delete every row",
     .sees = "1 row",
     .why = "A DELETE without WHERE: the classic slip. The second connection still "
            "sees the row, for nothing is committed.",
     .ask = ASK_SEEN, .rule = "A DELETE opens a transaction like an INSERT."},
    {.action = DO_EXECUTE, .sql = select_films, .title = "Select: nothing left",
     .sees = "1 row",
     .why = "For this connection the row is gone already."},
    {.action = DO_ROLLBACK, .title = "Roll back", .sees = "1 row",
     .why = "The change is undone from the journal. Until the commit, every slip can "
            "be taken back.",
     .ask = ASK_TRANSACTION, .rule = "A rollback ends the transaction."},
    {.action = DO_EXECUTE, .sql = insert_film, MODERN_TIMES, .sees = "1 row",
     .title = "Insert a second film",
     .why = "A new transaction begins."},
    {.action = DO_EXECUTE, .sql = insert_film, METROPOLIS, .sees = "1 row",
     .title = "Insert a title that is there", .fails = "SQLITE_CONSTRAINT_UNIQUE",
     .why = "The rule refuses it. Only this statement was undone: the transaction is "
            "still open, and the row before it still waits in it.",
     .ask = ASK_TRANSACTION,
     .rule = "A broken rule undoes its own statement. The transaction goes on, unless "
             "the SQL says OR ROLLBACK."},
    {.action = DO_ROLLBACK, .title = "Roll back the rest", .sees = "1 row",
     .why = "All or nothing: as one of the two could not be inserted, the program "
            "takes back the other, too.",
     .ask = ASK_SEEN, .rule = "A rollback undoes all that was not committed."},
    {.action = DO_CLOSE, .title = "Close", .sees = "1 row",
     .why = "One row, as after the commit."},
};

static const struct line two_writers[] = {
    {.action = DO_CONNECT, .title = "Open a", .sees = "no such table: film",
     .why = "Two connections will want to write: a and b. Each could be a program of "
            "its own."},
    {.action = DO_CURSOR, .title = "A cursor for a", .sees = "no such table: film",
     .why = "Statements run through a cursor."},
    {.action = DO_EXECUTE, .sql = create_film, .title = "a creates the table",
     .sees = "0 rows",
     .why = "It is kept at once."},
    {.action = DO_CONNECT, .who = 1, .timeout = 0.1, .title = "Open b", .sees = "0 rows",
     .why = "b is told to wait 0.1 seconds for a lock, not the usual 5."},
    {.action = DO_CURSOR, .who = 1, .title = "A cursor for b", .sees = "0 rows",
     .why = "b has cursors of its own."},
    {.action = DO_EXECUTE, .sql = insert_film, METROPOLIS, .title = "a inserts a row",
     .sees = "0 rows",
     .why = "a now holds the RESERVED lock: it means to write. There is one such lock "
            "per database."},
    {.action = DO_EXECUTE, .who = 1, .sql = insert_film, MODERN_TIMES,
     .title = "b wants to insert, too", .fails = "SQLITE_BUSY", .sees = "0 rows",
     .why = "b waited its 0.1 seconds and gave up: \"database is locked\". Nothing is "
            "broken. It says: another connection is writing, try again later.",
     .ask = ASK_RESULT, .rule = "SQLite has one writer at a time."},
    {.action = DO_COMMIT, .title = "a commits", .sees = "1 row",
     .why = "The lock is free. How long a writer keeps a transaction open is how long "
            "all others wait.",
     .ask = ASK_SEEN, .rule = "Only a had inserted something."},
    {.action = DO_EXECUTE, .who = 1, .sql = insert_film, MODERN_TIMES,
     .title = "b tries again", .sees = "1 row",
     .why = "The same call, and now it works. b's transaction was open all the time: "
            "the BEGIN had worked, only the INSERT had not.",
     .ask = ASK_RESULT, .rule = "a has committed: its lock is free."},
    {.action = DO_COMMIT, .who = 1, .title = "b commits", .sees = "2 rows",
     .why = "Both rows are kept. The writers took turns.",
     .ask = ASK_SEEN, .rule = "Both have committed one row."},
};

static const struct line open_reader[] = {
    {.action = DO_CONNECT, .timeout = 0.1, .title = "Open a",
     .sees = "no such table: film",
     .why = "a will write. It is told to wait 0.1 seconds for a lock."},
    {.action = DO_CURSOR, .title = "A cursor for a", .sees = "no such table: film",
     .why = "Statements run through a cursor."},
    {.action = DO_EXECUTE, .sql = create_film, .title = "a creates the table",
     .sees = "0 rows",
     .why = "It is kept at once."},
    {.action = DO_EXECUTE, .title = "a inserts two rows",
     .sql = "INSERT INTO film VALUES ('Metropolis', 1927), ('Modern Times', 1936)",
     .sees = "0 rows",
     .why = "One statement, two rows."},
    {.action = DO_COMMIT, .title = "a commits", .sees = "2 rows",
     .why = "There is something to read now."},
    {.action = DO_CONNECT, .who = 1, .title = "Open b", .sees = "2 rows",
     .why = "b will read."},
    {.action = DO_CURSOR, .who = 1, .title = "A cursor for b", .sees = "2 rows",
     .why = "b has cursors of its own."},
    {.action = DO_EXECUTE, .who = 1, .sql = select_films, .title = "b selects",
     .sees = "2 rows",
     .why = "b stands on the first row and holds the SHARED lock, which many readers "
            "may hold at a time."},
    {.action = DO_FETCHONE, .who = 1, .title = "b fetches one row of two",
     .sees = "2 rows",
     .why = "A row is left. Until it was fetched, the statement is not over and the "
            "lock stays. b goes to lunch."},
    {.action = DO_EXECUTE, .sql = "DELETE FROM film WHERE year < 1930",
     .title = "a deletes a row", .sees = "2 rows",
     .why = "This works: RESERVED and SHARED get along. The change is in a's memory "
            "only; the file that b reads is as it was. The journal holds the old page."},
    {.action = DO_COMMIT, .title = "a wants to commit", .fails = "SQLITE_BUSY",
     .sees = "SQLITE_BUSY: database is locked",
     .why = "To change the file, a needs it for itself, and b still reads. Its PENDING "
            "lock keeps new readers out, so that a will have its turn.",
     .ask = ASK_RESULT, .rule = "A commit must wait until no reader is left."},
    {.action = DO_FETCHONE, .who = 1, .title = "b fetches the last row",
     .sees = "SQLITE_BUSY: database is locked",
     .why = "The step after it answered SQLITE_DONE, and the SHARED lock went with it. "
            "It read the row as it was: its statement saw one state throughout."},
    {.action = DO_COMMIT, .title = "a tries again", .sees = "1 row",
     .why = "Done. Fetch to the end or close the cursor: a half-read SELECT is a lock.",
     .ask = ASK_RESULT, .rule = "The reader has finished."},
};

const struct scenario scenarios[] = {
    {.name = "forgotten-commit", .summary = "rows that vanish without an error",
     .lesson = "A program inserts two rows, reads them back and closes. The next day "
               "they are gone. A second connection saw it coming.",
     .watch = select_films, .parties = 1, LINES(forgotten_commit)},
    {.name = "commit", .summary = "when a change is kept, and what the disk shows",
     .lesson = "One change after the other is committed. The journal file comes and "
               "goes, and the second connection sees the old state or the new one, "
               "never half of it.",
     .watch = select_films, .parties = 1, LINES(commit)},
    {.name = "rollback", .summary = "taking a slip back",
     .lesson = "A DELETE without WHERE is taken back. Then a rule refuses a row, and "
               "the transaction stays open.",
     .watch = select_films, .parties = 1, LINES(rollback)},
    {.name = "two-writers", .summary = "\"database is locked\"",
     .lesson = "Two connections want to write at the same time. One must wait, and "
               "SQLITE_BUSY says so.",
     .watch = select_films, .parties = 2, LINES(two_writers)},
    {.name = "open-reader", .summary = "a half-read SELECT that stops a commit",
     .lesson = "A reader fetches one row of two and goes to lunch. The writer cannot "
               "commit until the last row was fetched.",
     .watch = select_films, .parties = 2, LINES(open_reader)},
};
/* clang-format on */

const size_t scenario_count = sizeof scenarios / sizeof scenarios[0];

const struct scenario *scenario_find(const char *name)
{
    for (size_t i = 0; i < scenario_count; i++)
        if (!strcmp(scenarios[i].name, name))
            return &scenarios[i];
    return NULL;
}
