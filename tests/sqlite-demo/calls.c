/* The evidence of every lesson, against what SQLite was really called with.
 *
 * This program defines SQLite's functions itself, so that the library under test
 * calls these, which call SQLite and write down what it returned. What a lesson
 * reports must be this, call by call and in order. alone.sh looks that no function
 * of SQLite is used that is neither here nor in the list of cursor.h.
 */
#include <dlfcn.h>
#include <sqlite3.h>

#include "sqlite-demo/lesson.h"
#include "sqlite-demo/scratch.h"
#include "tests/tap.h"

static char seen[65536], reported[65536]; /* a line per call: NAME = RESULT */
static struct lesson *watched;            /* only its own connections are noted */
static int depth;                         /* SQLite calls itself, too */

static void note(const char *name, const char *result)
{
    size_t used = strlen(seen);
    if (depth == 0 && watched && watched->noting)
        snprintf(seen + used, sizeof seen - used, "%s = %s\n", name, result);
}

static void note_code(const char *name, int code)
{
    note(name, db_code_name(code) ? db_code_name(code) : "?");
}

static void note_number(const char *name, long long number)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", number);
    note(name, text);
}

static void note_real(const char *name, double real)
{
    char text[32];
    snprintf(text, sizeof text, "%.17g", real);
    note(name, text);
}

static void note_text(const char *name, const void *text)
{
    char result[300];
    snprintf(result, sizeof result, "\"%s\"", text ? (const char *)text : "");
    note(name, result);
}

#define WITNESS(type, name, parameters, arguments, how)                                  \
    type sqlite3_##name parameters                                                       \
    {                                                                                    \
        static __typeof__(sqlite3_##name) *real;                                         \
        if (!real)                                                                       \
            real = (__typeof__(real))dlsym(RTLD_NEXT, "sqlite3_" #name);                 \
        depth++;                                                                         \
        type result = real arguments;                                                    \
        depth--;                                                                         \
        how("sqlite3_" #name, result);                                                   \
        return result;                                                                   \
    }

#define CODE(name, parameters, arguments)                                                \
    WITNESS(int, name, parameters, arguments, note_code)
#define NUMBER(type, name, parameters, arguments)                                        \
    WITNESS(type, name, parameters, arguments, note_number)

CODE(open_v2, (const char *path, sqlite3 **db, int flags, const char *vfs),
     (path, db, flags, vfs))
CODE(close, (sqlite3 * db), (db))
CODE(close_v2, (sqlite3 * db), (db))
CODE(busy_timeout, (sqlite3 * db, int milliseconds), (db, milliseconds))
CODE(extended_errcode, (sqlite3 * db), (db))
CODE(prepare_v2,
     (sqlite3 * db, const char *sql, int size, sqlite3_stmt **stmt, const char **tail),
     (db, sql, size, stmt, tail))
CODE(step, (sqlite3_stmt * stmt), (stmt))
CODE(finalize, (sqlite3_stmt * stmt), (stmt))
CODE(reset, (sqlite3_stmt * stmt), (stmt))
CODE(clear_bindings, (sqlite3_stmt * stmt), (stmt))
CODE(bind_null, (sqlite3_stmt * stmt, int index), (stmt, index))
CODE(bind_int64, (sqlite3_stmt * stmt, int index, sqlite3_int64 value),
     (stmt, index, value))
CODE(bind_double, (sqlite3_stmt * stmt, int index, double value), (stmt, index, value))
CODE(bind_text,
     (sqlite3_stmt * stmt, int index, const char *text, int size, void (*drop)(void *)),
     (stmt, index, text, size, drop))
CODE(bind_blob,
     (sqlite3_stmt * stmt, int index, const void *blob, int size, void (*drop)(void *)),
     (stmt, index, blob, size, drop))
NUMBER(int, get_autocommit, (sqlite3 * db), (db))
NUMBER(int, changes, (sqlite3 * db), (db))
NUMBER(sqlite3_int64, last_insert_rowid, (sqlite3 * db), (db))
NUMBER(sqlite3_int64, column_int64, (sqlite3_stmt * stmt, int column), (stmt, column))
WITNESS(double, column_double, (sqlite3_stmt * stmt, int column), (stmt, column),
        note_real)
WITNESS(const unsigned char *, column_text, (sqlite3_stmt * stmt, int column),
        (stmt, column), note_text)
WITNESS(const void *, column_blob, (sqlite3_stmt * stmt, int column), (stmt, column),
        note_text)

/* "sqlite3_step(stmt)" and "SQLITE_ROW" as a line of `reported`. */
static void add_reported(const struct noted_call *call)
{
    size_t used = strlen(reported);
    snprintf(reported + used, sizeof reported - used, "%.*s = %s\n",
             (int)strcspn(call->text, "("), call->text, call->result);
}

static void test_scenario(const struct scenario *scenario)
{
    struct error error;
    struct scratch scratch;
    struct lesson lesson;
    char path[200], name[200];

    if (scratch_open(&scratch, &error) < 0)
        printf("Bail out! %s\n", error.message), exit(1);
    snprintf(path, sizeof path, "%s/film.db", scratch.folder);
    lesson_init(&lesson, path, scenario->watch, scenario->parties);
    lesson.lines = scenario->lines;
    lesson.line_count = scenario->line_count;
    seen[0] = reported[0] = '\0';
    watched = &lesson;
    while (lesson.done < lesson.line_count && lesson_advance(&lesson, &error) == 0)
        for (size_t i = 0; i < lesson.records[lesson.done - 1].call_count; i++)
            add_reported(&lesson.records[lesson.done - 1].calls[i]);
    watched = NULL;
    snprintf(name, sizeof name, "%s: reported is what SQLite was asked and answered",
             scenario->name);
    is_string(reported, seen, name);
    snprintf(name, sizeof name, "%s: and that is all of it", scenario->name);
    ok(lesson.done == lesson.line_count && strstr(seen, "sqlite3_step = "), name);
    lesson_free(&lesson);
    scratch_close(&scratch);
}

int main(void)
{
    for (size_t i = 0; i < scenario_count; i++)
        test_scenario(&scenarios[i]);
    return done_testing();
}
