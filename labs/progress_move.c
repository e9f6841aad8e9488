/* Progress as lines of JSON: to another machine, to an instructor, to a backup.
 *
 *     {"ring3":"progress","layout":2,"events":31}
 *     {"at":1764393600.25,"exercise":"kit/00-hello","what":"passed","seed":1,…}
 *
 * SQLite reads the JSON: its constraints decide what an event may be, so a file that
 * somebody edited cannot bring in what the log could not hold. Twice the same file is
 * no harm.
 */
#include <stdlib.h>
#include <string.h>

#include "labs/kit/json.h"
#include "labs/kit/words.h"
#include "labs/progress.h"
#include "labs/progress_file.h"

enum { MOVE_LAYOUT = 2 };

static const char export_query[] = "SELECT at, exercise, what, seed, level, seconds, "
                                   "message, version FROM event ORDER BY id";

static const char import_query[] =
    "INSERT INTO event(at, exercise, what, seed, level, seconds, message, version) "
    "SELECT at, exercise, what, seed, level, seconds, message, version FROM ("
    "  SELECT json_extract(?1, '$.at') * 1.0 AS at, json_extract(?1, '$.exercise') AS "
    "exercise,"
    "         json_extract(?1, '$.what') AS what,"
    "         CAST(coalesce(json_extract(?1, '$.seed'), 0) AS INTEGER) AS seed,"
    "         CAST(coalesce(json_extract(?1, '$.level'), 0) AS INTEGER) AS level,"
    "         CAST(coalesce(json_extract(?1, '$.seconds'), 0) AS REAL) AS seconds,"
    "         coalesce(json_extract(?1, '$.message'), '') AS message,"
    "         coalesce(json_extract(?1, '$.version'), '') AS version) AS new "
    "WHERE NOT EXISTS (SELECT 1 FROM event AS old WHERE old.exercise = new.exercise AND "
    "                  old.what = new.what AND abs(old.at - new.at) < 1e-5)";

/* ---- out ---- */

static void put_event(FILE *out, sqlite3_stmt *row)
{
    static const char *const texts[] = {"message", "version"};
    struct json json = json_begin(out);
    json_object(&json, NULL);
    json_number(&json, "at", sqlite3_column_double(row, 0));
    json_string(&json, "exercise", (const char *)sqlite3_column_text(row, 1));
    json_string(&json, "what", (const char *)sqlite3_column_text(row, 2));
    json_integer(&json, "seed", sqlite3_column_int64(row, 3));
    json_integer(&json, "level", sqlite3_column_int64(row, 4));
    json_number(&json, "seconds", sqlite3_column_double(row, 5));
    for (int i = 0; i < 2; i++)
        json_string(&json, texts[i], (const char *)sqlite3_column_text(row, 6 + i));
    json_end(&json);
}

static int64_t count_events(const struct progress *progress)
{
    sqlite3_stmt *query = NULL;
    int64_t count = 0;
    if (sqlite3_prepare_v2(progress->database, "SELECT count(*) FROM event", -1, &query,
                           NULL) == SQLITE_OK &&
        sqlite3_step(query) == SQLITE_ROW)
        count = sqlite3_column_int64(query, 0);
    sqlite3_finalize(query);
    return count;
}

int progress_export(struct progress *progress, FILE *out, struct error *error)
{
    sqlite3_stmt *query = NULL;
    if (sqlite3_prepare_v2(progress->database, export_query, -1, &query, NULL) !=
        SQLITE_OK)
        return progress_failed(progress, "progress.read", error);
    struct json head = json_begin(out);
    json_object(&head, NULL);
    json_string(&head, "ring3", "progress");
    json_integer(&head, "layout", MOVE_LAYOUT);
    json_integer(&head, "events", count_events(progress));
    json_end(&head);
    int step;
    while ((step = sqlite3_step(query)) == SQLITE_ROW)
        put_event(out, query);
    sqlite3_finalize(query);
    return step == SQLITE_DONE ? 0 : progress_failed(progress, "progress.read", error);
}

/* ---- in ---- */

/* A query of one row and one number about a line; -1 if the line is no JSON. */
static int ask_about(const struct progress *progress, const char *sql, const char *line)
{
    sqlite3_stmt *query = NULL;
    int answer = -1;
    if (sqlite3_prepare_v2(progress->database, sql, -1, &query, NULL) == SQLITE_OK) {
        sqlite3_bind_text(query, 1, line, -1, SQLITE_STATIC);
        if (sqlite3_step(query) == SQLITE_ROW &&
            sqlite3_column_type(query, 0) != SQLITE_NULL)
            answer = sqlite3_column_int(query, 0);
    }
    sqlite3_finalize(query);
    return answer;
}

static int look_at_head(const struct progress *progress, const char *name,
                        const char *line, struct error *error)
{
    if (ask_about(progress, "SELECT json_valid(?1)", line) != 1 ||
        ask_about(progress, "SELECT json_extract(?1, '$.ring3') = 'progress'", line) != 1)
        return error_set(error, STATUS_REQUEST, say_as("progress.not-ours", "%s"), name);
    int layout = ask_about(progress, "SELECT json_extract(?1, '$.layout')", line);
    if (layout == MOVE_LAYOUT)
        return 0;
    return error_set(error, STATUS_REQUEST, say_as("progress.layout", "%s %d %d"), name,
                     layout, MOVE_LAYOUT);
}

static int add_line(const struct progress *progress, sqlite3_stmt *insert,
                    const char *name, unsigned number, const char *line,
                    struct error *error)
{
    if (ask_about(progress, "SELECT json_valid(?1)", line) != 1)
        return error_set(error, STATUS_REQUEST, say_as("progress.no-json", "%s %u"), name,
                         number);
    sqlite3_bind_text(insert, 1, line, -1, SQLITE_STATIC);
    int result = sqlite3_step(insert);
    sqlite3_reset(insert);
    if (result == SQLITE_DONE)
        return sqlite3_changes(progress->database);
    if (result == SQLITE_CONSTRAINT)
        return error_set(error, STATUS_REQUEST, say_as("progress.no-event", "%s %u %s"),
                         name, number, sqlite3_errmsg(progress->database));
    return progress_failed(progress, "progress.written", error);
}

static int add_lines(const struct progress *progress, const char *name, FILE *in,
                     unsigned *added, unsigned *known, struct error *error)
{
    sqlite3_stmt *insert = NULL;
    char *line = NULL;
    size_t room = 0;
    unsigned number = 0;
    int result = 0;
    if (sqlite3_prepare_v2(progress->database, import_query, -1, &insert, NULL) !=
        SQLITE_OK)
        return progress_failed(progress, "progress.written", error);
    while (result >= 0 && getline(&line, &room, in) > 0) {
        line[strcspn(line, "\n")] = '\0';
        if (++number == 1) {
            result = look_at_head(progress, name, line, error);
        } else if (*line) {
            result = add_line(progress, insert, name, number, line, error);
            *added += result > 0;
            *known += result == 0;
        }
    }
    if (result >= 0 && !number)
        result = error_set(error, STATUS_REQUEST, say_as("progress.empty", "%s"), name);
    free(line);
    sqlite3_finalize(insert);
    return result < 0 ? -1 : 0;
}

int progress_import(struct progress *progress, const char *name, FILE *in,
                    unsigned *added, unsigned *known, struct error *error)
{
    *added = *known = 0;
    if (sqlite3_exec(progress->database, "BEGIN IMMEDIATE", NULL, NULL, NULL) !=
        SQLITE_OK)
        return progress_failed(progress, "progress.written", error);
    int result = add_lines(progress, name, in, added, known, error);
    const char *end = result < 0 ? "ROLLBACK" : "COMMIT";
    if (sqlite3_exec(progress->database, end, NULL, NULL, NULL) == SQLITE_OK)
        return result;
    return result < 0 ? -1 : progress_failed(progress, "progress.written", error);
}
