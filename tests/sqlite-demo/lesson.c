/* Lessons: what the witness saw is what an independent reader sees, the promises
 * of every line are kept, and broken promises stop a lesson. */
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sqlite-demo/lesson.h"
#include "sqlite-demo/scratch.h"
#include "tests/tap.h"

static struct error error;

/* The rows of the watched SELECT, counted by SQLite itself; -1 with its code. */
static int count_rows(const char *path, const char *sql, int *code)
{
    sqlite3 *db;
    sqlite3_stmt *stmt = NULL;
    int rows = 0;
    sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL);
    *code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    while (*code == SQLITE_OK || *code == SQLITE_ROW) {
        *code = sqlite3_step(stmt);
        rows += *code == SQLITE_ROW;
    }
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return *code == SQLITE_DONE ? rows : -1;
}

static bool agrees(const struct lesson *lesson, const struct record *record)
{
    int code, rows = count_rows(lesson->path, lesson->witness.watch, &code);
    if (record->sight.result < 0)
        return rows == -1 && (record->sight.err.code & 0xff) == code;
    return rows == (int)record->sight.count;
}

static bool disk_agrees(const struct lesson *lesson, const struct record *record)
{
    for (int i = 0; i < DISK_FILES; i++) {
        char name[200];
        struct stat status;
        snprintf(name, sizeof name, "%s%s", lesson->path, disk_suffixes[i]);
        bool exists = stat(name, &status) == 0;
        if (exists != record->disk.files[i].exists ||
            (exists && status.st_size != record->disk.files[i].size))
            return false;
    }
    return true;
}

static void test_scenario(const struct scenario *scenario)
{
    struct scratch scratch;
    struct lesson lesson;
    char path[200], name[200];
    size_t wrong_sight = 0, wrong_disk = 0, calls = 0;

    if (scratch_open(&scratch, &error) < 0)
        printf("Bail out! %s\n", error.message), exit(1);
    snprintf(path, sizeof path, "%s/film.db", scratch.folder);
    lesson_init(&lesson, path, scenario->watch, scenario->parties);
    lesson.lines = scenario->lines;
    lesson.line_count = scenario->line_count;
    while (lesson.done < lesson.line_count && lesson_advance(&lesson, &error) == 0) {
        const struct record *record = &lesson.records[lesson.done - 1];
        wrong_sight += !agrees(&lesson, record);
        wrong_disk += !disk_agrees(&lesson, record);
        calls += record->call_count;
    }
    snprintf(name, sizeof name, "%s: every line keeps its promise", scenario->name);
    if (!ok(lesson.done == lesson.line_count, name))
        printf("#   %s\n", error.message);
    snprintf(name, sizeof name, "%s: a third reader sees what the witness saw",
             scenario->name);
    is_int(wrong_sight, 0, name);
    snprintf(name, sizeof name, "%s: the files are as said", scenario->name);
    is_int(wrong_disk, 0, name);
    ok(calls > lesson.done, "and SQLite was really called");
    lesson_free(&lesson);
    scratch_close(&scratch);
}

/* The state after step `number` (from 1) of the first lesson. */
static void test_forgotten_commit(void)
{
    struct scratch scratch;
    struct lesson lesson;
    char path[200];
    scratch_open(&scratch, &error);
    snprintf(path, sizeof path, "%s/film.db", scratch.folder);
    lesson_init(&lesson, path, scenarios[0].watch, 1);
    lesson.lines = scenarios[0].lines;
    lesson.line_count = scenarios[0].line_count;
    while (lesson.done < lesson.line_count && lesson_advance(&lesson, &error) == 0)
        ;
#define AFTER(number) lesson.records[(number)-1]
    ok(AFTER(4).parties[0].in_transaction, "step 4 opened a transaction");
    is_int(AFTER(4).sight.count, 0, "and nobody sees its row");
    ok(AFTER(4).disk.files[DISK_JOURNAL].exists, "while there is a journal");
    ok(!AFTER(9).disk.files[DISK_JOURNAL].exists, "closing removed it");
    is_string(AFTER(7).parties[0].rows[0], "'Metropolis', 1927", "its own row was seen");
    is_string(AFTER(13).parties[0].rows[0], "", "and is gone after the close");
    is_int(AFTER(21).parties[0].fetched, 2, "the last step fetched two rows");
    is_string(AFTER(21).parties[0].rows[1], "'Modern Times', 1936", "which it keeps");
    is_string(AFTER(14).answer, "yes", "the answers of predict mode: a transaction");
    is_string(AFTER(16).answer, "2", "and two rows after the commit");
    is_string(AFTER(16).sight.rows[1], "'Modern Times', 1936", "with their content");
    bool began = false;
    for (size_t i = 0; i < AFTER(4).call_count; i++)
        began |= !strcmp(AFTER(4).calls[i].text, "sqlite3_prepare_v2(db, \"BEGIN \")");
    ok(began, "the hidden BEGIN is among the calls of step 4");
    began = false;
    for (size_t i = 0; i < AFTER(5).call_count; i++)
        began |= strstr(AFTER(5).calls[i].text, "BEGIN") != NULL;
    ok(!began, "and not among those of step 5");
    lesson_free(&lesson);
    scratch_close(&scratch);
}

/* A program of connect, cursor and one more line, which must be refused. */
static void refuses(struct line line, const char *message, const char *name)
{
    struct scratch scratch;
    struct lesson lesson;
    char path[200];
    const struct line lines[] = {{.action = DO_CONNECT, .title = "open"},
                                 {.action = DO_CURSOR, .title = "cursor"},
                                 line};
    scratch_open(&scratch, &error);
    snprintf(path, sizeof path, "%s/film.db", scratch.folder);
    lesson_init(&lesson, path, "SELECT name FROM sqlite_master", 1);
    lesson.lines = lines;
    lesson.line_count = 3;
    bool started =
        lesson_advance(&lesson, &error) == 0 && lesson_advance(&lesson, &error) == 0;
    ok(started && lesson_advance(&lesson, &error) == -1, name);
    is_string(error.message, message, "says what was promised and what came");
    error.message[0] = '\0';
    is_int(lesson_advance(&lesson, &error), -1, "it does not go on");
    is_string(error.message, message, "and repeats why");
    is_int(lesson.done, 2, "and records nothing");
    lesson_free(&lesson);
    scratch_close(&scratch);
}

static void test_broken_promises(void)
{
    refuses((struct line){.action = DO_EXECUTE,
                          .title = "t",
                          .sql = "CREATE TABLE t(a)",
                          .sees = "0 rows"},
            "step 3, t: the second connection must see '0 rows' and sees '1 row'",
            "a wrong `sees` stops the lesson");
    refuses((struct line){.action = DO_EXECUTE,
                          .title = "t",
                          .sql = "SELECT 1",
                          .fails = "SQLITE_BUSY"},
            "step 3, t: this SQLite did not answer SQLITE_BUSY as it must",
            "a failure that does not come stops the lesson");
    refuses((struct line){.action = DO_EXECUTE, .title = "t", .sql = "SELEC"},
            "step 3, t: OperationalError: near \"SELEC\": syntax error (SQLITE_ERROR)",
            "a failure that nobody promised stops the lesson");
    refuses(
        (struct line){
            .action = DO_EXECUTE, .title = "t", .sql = "SELEC", .fails = "SQLITE_BUSY"},
        "step 3, t: OperationalError: near \"SELEC\": syntax error (SQLITE_ERROR)",
        "another failure than promised stops the lesson");
    refuses((struct line){.action = DO_FETCHONE, .title = "t"},
            "step 3, t: ProgrammingError: There are no rows to fetch: the cursor's last "
            "statement did not produce a result set.",
            "a fetch without a result set stops the lesson");
}

static void test_source(void)
{
    struct lesson lesson;
    lesson_init(&lesson, "x", "", 1);
    struct line line = {.action = DO_EXECUTE,
                        .sql = "SELECT \"a\", '\\' WHERE\n?",
                        .values = {{.type = DB_REAL, .real = 0.5},
                                   {.type = DB_NULL},
                                   {.type = DB_TEXT, .text = "\"", .length = 1}},
                        .value_count = 3};
    char *source = line_source(&lesson, &line);
    is_string(source,
              "db_execute(cur, \"SELECT \\\"a\\\", '\\\\' WHERE\\n?\", "
              "DB_PARAMS(db_real(0.5), db_null(), db_text(\"\\\"\")), &err);",
              "a line is C, whatever its SQL holds");
    free(source);
}

static void test_row_text(void)
{
    char text[ROW_TEXT], longer[600];
    struct db_row *row = calloc(1, sizeof *row + 3 * sizeof row->values[0]);
    row->count = 3;
    row->values[0] = db_null();
    row->values[1] = db_real(1.5);
    row->values[2] = db_blob("abc", 3);
    row_text(row, text, sizeof text);
    is_string(text, "NULL, 1.5, 3 bytes", "every type has its words");
    memset(longer, 'x', sizeof longer);
    longer[599] = '\0';
    row->count = 1;
    row->values[0] = db_text(longer);
    row_text(row, text, sizeof text);
    ok(strlen(text) < sizeof text && strstr(text, "…"), "a long one is cut, and says so");
    free(row);
}

int main(void)
{
    for (size_t i = 0; i < scenario_count; i++)
        test_scenario(&scenarios[i]);
    test_forgotten_commit();
    test_broken_promises();
    test_source();
    test_row_text();
    ok(scenario_find("commit") && !scenario_find("comm"), "scenarios have exact names");
    return done_testing();
}
