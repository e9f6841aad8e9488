/* The learner's own SQL as a lesson.
 *
 * How many steps there are is known only while it runs, so all of it runs before
 * the first step is shown. The lines grow with what SQLite answers.
 */
#include "sqlite-demo/query.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"

/* ---- which table? ---- */

/* The first table that is written to, or else the first that is read. */
struct table_search {
    char *written, *read;
};

/* The name will be printed as a part of the SQL of the second connection. */
static bool is_printable(const char *name)
{
    for (; *name; name++)
        if ((unsigned char)*name < ' ' || *name == 127)
            return false;
    return true;
}

static int note_table(void *self, int action, const char *table, const char *column,
                      const char *database, const char *trigger)
{
    struct table_search *search = self;
    (void)column, (void)database, (void)trigger;
    bool writes =
        action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE;
    if (!table || !strncmp(table, "sqlite_", 7) || !is_printable(table))
        return SQLITE_OK;
    if (writes && !search->written)
        search->written = xstrdup(table);
    if (action == SQLITE_READ && !search->read)
        search->read = xstrdup(table);
    return SQLITE_OK;
}

/* Compiling asks the authorizer about every table; nothing is run. SQL that does
 * not compile is about no table: the error is found again when it is run. */
static char *table_of(const char *path, const char *sql)
{
    struct table_search search = {0};
    sqlite3 *db;
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK) {
        sqlite3_set_authorizer(db, note_table, &search);
        sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
        sqlite3_finalize(stmt);
    }
    sqlite3_close(db);
    if (!search.written)
        return search.read;
    free(search.read);
    return search.written;
}

void query_init(struct query *query, const char *path, const char *sql)
{
    *query = (struct query){0};
    char *table = table_of(path, sql);
    if (!table) {
        query->watch = xstrdup("SELECT type, name FROM sqlite_master");
        return;
    }
    char *watch = sqlite3_mprintf("SELECT * FROM \"%w\"", table);
    query->watch = xstrdup(watch ? watch : "");
    sqlite3_free(watch);
    free(table);
}

void query_free(struct query *query)
{
    free(query->lines);
    free(query->watch);
    *query = (struct query){0};
}

/* ---- running ---- */

static const struct record *last_record(const struct lesson *lesson)
{
    return &lesson->records[lesson->done - 1];
}

/* Adds a line and runs it. */
static int run(struct query *query, struct lesson *lesson, struct line line,
               struct error *error)
{
    query->lines = xreallocarray(query->lines, query->count + 1, sizeof *query->lines);
    line.may_fail = true;
    query->lines[query->count++] = line;
    lesson->lines = query->lines;
    lesson->line_count = query->count;
    return lesson_advance(lesson, error);
}

/* True for the answers that right SQL can get from a sound database. */
static bool is_an_answer(const struct db_err *err)
{
    int primary = err->code & 0xff;
    return err->class == DB_INTEGRITY_ERROR || primary == SQLITE_BUSY ||
           primary == SQLITE_LOCKED;
}

static int refuse(const struct lesson *lesson, const char *sql, const char *name,
                  struct error *error)
{
    const struct db_err *err = &last_record(lesson)->err;
    if (err->code == SQLITE_AUTH)
        return error_set(
            error, STATUS_REQUEST,
            "%s: this is a copy, whose SQL may not open other files (ATTACH, "
            "VACUUM INTO): %s (%s %s); with --write it may",
            name, err->message, db_class_name(err->class), err->name);
    const char *blank = *err->name ? " " : "";
    if (err->offset >= 0 && (size_t)err->offset <= strlen(sql))
        return error_set(error, STATUS_REQUEST, "%s: column %d of the SQL: %s (%s%s%s)",
                         name, err->offset + 1, err->message, db_class_name(err->class),
                         blank, err->name);
    return error_set(error, STATUS_REQUEST, "%s: %s (%s%s%s)", name, err->message,
                     db_class_name(err->class), blank, err->name);
}

static int check(const struct lesson *lesson, const char *sql, const char *name,
                 struct error *error)
{
    const struct record *record = last_record(lesson);
    if (record->result >= 0 || is_an_answer(&record->err))
        return 0;
    return refuse(lesson, sql, name, error);
}

static int run_start(struct query *query, struct lesson *lesson, const char *sql,
                     const char *name, bool is_copy, struct error *error)
{
    const char *why = is_copy ? "This is a copy: your file stays as it is. With --write "
                                "the SQL works on the file itself."
                              : "This is your file itself (--write): what is committed "
                                "stays. The command shown here is without --write and "
                                "works on a copy: with it, the change is made again.";
    const struct line lines[] = {
        {.action = DO_CONNECT, .title = "Open the database", .why = why},
        {.action = DO_CURSOR,
         .title = "Make a cursor",
         .why = "Statements run through a cursor, which also keeps the place in their "
                "rows."},
        {.action = DO_EXECUTE, .sql = sql, .title = "Execute the SQL"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (run(query, lesson, lines[i], error) < 0 ||
            check(lesson, sql, name, error) < 0)
            return -1;
    return 0;
}

/* The reason of the execute step depends on what it was answered. */
static const char *execute_why(const struct lesson *lesson)
{
    const struct record *record = last_record(lesson);
    bool in_transaction = record->parties[0].in_transaction;
    if (record->result < 0)
        return in_transaction
                   ? "SQLite refused it. The transaction is still open: it is ended next."
                   : "SQLite refused it, and no transaction is open.";
    if (in_transaction)
        return "A transaction is open. Until the commit, the second connection sees the "
               "old state.";
    if (db_description(lesson->curs[0]))
        return "The statement ran up to its first row. The cursor is one row ahead: each "
               "fetch hands out a row and steps to the next.";
    return "Done, and no transaction is open.";
}

/* Stops after QUERY_FETCHES rows: some SELECTs never end. */
static int run_fetches(struct query *query, struct lesson *lesson, struct error *error)
{
    const struct line fetch = {.action = DO_FETCHONE,
                               .title = "Fetch a row",
                               .why = "One row, and the step to the next."};
    for (int i = 0; i < QUERY_FETCHES; i++) {
        if (run(query, lesson, fetch, error) < 0)
            return -1;
        if (last_record(lesson)->result == 0) {
            query->lines[query->count - 1].title = "Fetch: there are no more rows";
            query->lines[query->count - 1].why = "The fetch returns 0: the end.";
        }
        if (last_record(lesson)->result != 1)
            return 0;
    }
    query->lines[query->count - 1].why =
        "This was row 200, and the lesson fetches no more: closing drops what is left.";
    return 0;
}

static int run_end(struct query *query, struct lesson *lesson, struct error *error)
{
    const struct line commit = {
        .action = DO_COMMIT,
        .title = "Commit",
        .why = "Without this call, closing would roll everything back."};
    const struct line rollback = {
        .action = DO_ROLLBACK,
        .title = "Roll back",
        .why = "The statement failed: the transaction that was begun for it is ended."};
    const struct line close = {.action = DO_CLOSE,
                               .title = "Close",
                               .why = "The connection gives up its locks."};
    const struct record *record = last_record(lesson);
    if (record->parties[0].in_transaction &&
        run(query, lesson, record->result < 0 ? rollback : commit, error) < 0)
        return -1;
    return run(query, lesson, close, error);
}

int query_run(struct query *query, struct lesson *lesson, const char *sql,
              const char *name, bool is_copy, struct error *error)
{
    if (run_start(query, lesson, sql, name, is_copy, error) < 0)
        return -1;
    query->lines[query->count - 1].why = execute_why(lesson);
    if (db_description(lesson->curs[0]) &&
        (run_fetches(query, lesson, error) < 0 || check(lesson, sql, name, error) < 0))
        return -1;
    return run_end(query, lesson, error);
}
