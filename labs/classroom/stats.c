/* The sums are queries: one line of an export is one row, and SQLite reads its JSON. */
#include "labs/classroom/stats.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"

struct stats {
    sqlite3 *database;
    unsigned students;
};

static const char layout[] =
    "CREATE TABLE event(student INTEGER, at REAL, exercise TEXT NOT NULL, "
    "                   what TEXT NOT NULL, level INTEGER, message TEXT);"
    "CREATE INDEX by_exercise ON event(exercise, student);";

static const char insert[] =
    "INSERT INTO event SELECT ?1, json_extract(?2, '$.at'), "
    "json_extract(?2, '$.exercise'), json_extract(?2, '$.what'), "
    "coalesce(json_extract(?2, '$.level'), 0), "
    "coalesce(json_extract(?2, '$.message'), '')";

/* One row for each exercise and student; the medians come from the middle of each order.
 * The clock that runs over night tells little: minutes end with the first solution. */
static const char rows_query[] =
    "WITH one AS ("
    "  SELECT exercise, student,"
    "         count(*) FILTER (WHERE what IN ('passed', 'failed', 'undecided')) AS tries,"
    "         coalesce(max(level) FILTER (WHERE what = 'hint'), 0) AS hints,"
    "         max(what = 'passed') AS solved,"
    "         (coalesce(min(at) FILTER (WHERE what = 'passed'), max(at)) - min(at)) / "
    "60.0"
    "           AS minutes"
    "  FROM event GROUP BY exercise, student),"
    "ranked AS ("
    "  SELECT *, count(*) OVER all_of AS n,"
    "         row_number() OVER (all_of ORDER BY tries) AS by_tries,"
    "         row_number() OVER (all_of ORDER BY hints) AS by_hints,"
    "         row_number() OVER (all_of ORDER BY minutes) AS by_minutes"
    "  FROM one WINDOW all_of AS (PARTITION BY exercise)),"
    "wrong AS ("
    "  SELECT exercise, message, count(DISTINCT student) AS students,"
    "         row_number() OVER (PARTITION BY exercise"
    "                            ORDER BY count(DISTINCT student) DESC, message) AS place"
    "  FROM event WHERE what = 'failed' AND message <> '' GROUP BY exercise, message) "
    "SELECT ranked.exercise, max(n), sum(solved),"
    "       avg(tries) FILTER (WHERE by_tries IN ((n + 1) / 2, (n + 2) / 2)),"
    "       avg(hints) FILTER (WHERE by_hints IN ((n + 1) / 2, (n + 2) / 2)),"
    "       avg(minutes) FILTER (WHERE by_minutes IN ((n + 1) / 2, (n + 2) / 2)),"
    "       coalesce(wrong.message, ''), coalesce(wrong.students, 0) "
    "FROM ranked LEFT JOIN wrong ON wrong.exercise = ranked.exercise AND wrong.place = 1 "
    "GROUP BY ranked.exercise ORDER BY ranked.exercise";

static int failed(const struct stats *stats, struct error *error)
{
    return error_set(error, STATUS_HOST, "the sums cannot be made: %s",
                     sqlite3_errmsg(stats->database));
}

static int run(struct stats *stats, const char *sql, struct error *error)
{
    return sqlite3_exec(stats->database, sql, NULL, NULL, NULL) == SQLITE_OK
               ? 0
               : failed(stats, error);
}

struct stats *stats_open(struct error *error)
{
    struct stats *stats = xcalloc(1, sizeof *stats);
    if (sqlite3_open(":memory:", &stats->database) == SQLITE_OK &&
        run(stats, layout, error) == 0)
        return stats;
    failed(stats, error);
    stats_close(stats);
    return NULL;
}

void stats_close(struct stats *stats)
{
    if (stats)
        sqlite3_close(stats->database);
    free(stats);
}

static int not_an_export(const char *path, unsigned line, struct error *error)
{
    return error_set(error, STATUS_REQUEST,
                     "%s:%u is no line of exported progress (labs export FILE makes one)",
                     path, line);
}

static int add_line(sqlite3_stmt *statement, unsigned student, const char *line)
{
    sqlite3_bind_int(statement, 1, (int)student);
    sqlite3_bind_text(statement, 2, line, -1, SQLITE_STATIC);
    int result = sqlite3_step(statement);
    sqlite3_reset(statement);
    return result == SQLITE_DONE ? 0 : -1;
}

static int add_lines(struct stats *stats, const char *path, FILE *in,
                     sqlite3_stmt *statement, struct error *error)
{
    cleanup_free char *line = NULL;
    size_t room = 0;
    unsigned number = 0;
    while (getline(&line, &room, in) > 0)
        if (!number++) {
            if (!strstr(line, "\"ring3\":\"progress\""))
                return not_an_export(path, 1, error);
        } else if (add_line(statement, stats->students, line) < 0) {
            return not_an_export(path, number, error);
        }
    return number ? 0 : not_an_export(path, 1, error);
}

int stats_add(struct stats *stats, const char *path, struct error *error)
{
    cleanup_file FILE *in = fopen(path, "re");
    sqlite3_stmt *statement = NULL;
    if (!in)
        return error_set(error, STATUS_REQUEST, "cannot read %s: %s", path,
                         strerror(errno));
    if (sqlite3_prepare_v2(stats->database, insert, -1, &statement, NULL) != SQLITE_OK)
        return failed(stats, error);
    stats->students++;
    int outcome = run(stats, "BEGIN", error);
    if (outcome == 0)
        outcome = add_lines(stats, path, in, statement, error);
    sqlite3_finalize(statement);
    sqlite3_exec(stats->database, outcome == 0 ? "COMMIT" : "ROLLBACK", NULL, NULL, NULL);
    return outcome;
}

int stats_rows(struct stats *stats, void (*row)(const struct stats_row *, void *context),
               void *context, struct error *error)
{
    sqlite3_stmt *query = NULL;
    int result;
    if (sqlite3_prepare_v2(stats->database, rows_query, -1, &query, NULL) != SQLITE_OK)
        return failed(stats, error);
    while ((result = sqlite3_step(query)) == SQLITE_ROW) {
        const struct stats_row one = {
            .exercise = (const char *)sqlite3_column_text(query, 0),
            .students = (unsigned)sqlite3_column_int(query, 1),
            .solved = (unsigned)sqlite3_column_int(query, 2),
            .attempts = sqlite3_column_double(query, 3),
            .hints = sqlite3_column_double(query, 4),
            .minutes = sqlite3_column_double(query, 5),
            .wrong = (const char *)sqlite3_column_text(query, 6),
            .wrong_students = (unsigned)sqlite3_column_int(query, 7),
        };
        row(&one, context);
    }
    sqlite3_finalize(query);
    return result == SQLITE_DONE ? 0 : failed(stats, error);
}
