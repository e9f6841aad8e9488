/* The log of progress, on SQLite.
 *
 * Two programs may write at once: each waits for the other up to BUSY_MS. What the
 * file holds is in progress_layout.c.
 */
#include "labs/progress.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "labs/files.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/words.h"
#include "labs/progress_file.h"

enum { BUSY_MS = 5000 };

static const char state_query[] =
    "WITH mine AS (SELECT * FROM event WHERE exercise = ?1),"
    "     start AS (SELECT coalesce(max(id), 0) AS id FROM mine WHERE what = 'reset'),"
    "     now AS (SELECT mine.* FROM mine, start WHERE mine.id > start.id) "
    "SELECT (SELECT count(*) FROM mine WHERE what IN ('passed', 'failed', 'undecided')),"
    "       (SELECT coalesce(max(level), 0) FROM now WHERE what = 'hint'),"
    "       (SELECT count(*) FROM now WHERE what = 'passed'),"
    "       (SELECT what FROM now WHERE what IN ('passed', 'failed', 'skipped', "
    "'undecided')"
    "        ORDER BY id DESC LIMIT 1),"
    "       (SELECT coalesce(max(at), 0) FROM mine),"
    "       (SELECT count(*) FROM mine WHERE what = 'shown')";

/* True if the file itself is the trouble, and waiting or rights would not help. */
static bool is_spoilt(const struct progress *progress)
{
    int code = sqlite3_errcode(progress->database);
    return code == SQLITE_NOTADB || code == SQLITE_CORRUPT || code == SQLITE_ERROR ||
           (code == SQLITE_CANTOPEN && folder_exists(progress->path));
}

int progress_failed(const struct progress *progress, const char *what,
                    struct error *error)
{
    if (is_spoilt(progress))
        return error_set(error, STATUS_HOST, say_as("progress.spoilt", "%s %s %s %s"),
                         what, sqlite3_errmsg(progress->database), progress->path,
                         progress->path);
    return error_set(error, STATUS_HOST, say_as("progress.failed", "%s %s %s"), what,
                     progress->path, sqlite3_errmsg(progress->database));
}

static int open_at(struct progress *progress, struct error *error)
{
    if (sqlite3_open_v2(progress->path, &progress->database,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
        return progress_failed(progress, "progress.opened", error);
    sqlite3_busy_timeout(progress->database, BUSY_MS);
    if (progress_bring_to_layout(progress, error) < 0)
        return -1;
    if (sqlite3_prepare_v2(progress->database, state_query, -1, &progress->state, NULL) !=
        SQLITE_OK)
        return progress_failed(progress, "progress.read", error);
    return 0;
}

struct progress *progress_open(struct error *error)
{
    cleanup_free char *folder = path_state(error);
    if (!folder)
        return NULL;
    struct progress *progress = xcalloc(1, sizeof *progress);
    progress->path = path_join(folder, "progress.sqlite");
    if (open_at(progress, error) == 0)
        return progress;
    progress_close(progress);
    return NULL;
}

void progress_close(struct progress *progress)
{
    if (!progress)
        return;
    sqlite3_finalize(progress->state);
    sqlite3_close(progress->database);
    free(progress->path);
    free(progress);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Runs a prepared statement that gives no rows, and ends it. */
static int finish(struct progress *progress, sqlite3_stmt *statement, struct error *error)
{
    int result = sqlite3_step(statement);
    sqlite3_finalize(statement);
    return result == SQLITE_DONE ? 0
                                 : progress_failed(progress, "progress.written", error);
}

int progress_add(struct progress *progress, const struct progress_event *event,
                 struct error *error)
{
    sqlite3_stmt *insert = NULL;
    if (!progress)
        return 0;
    if (sqlite3_prepare_v2(progress->database,
                           "INSERT INTO event(at, exercise, what, seed, level, seconds, "
                           "message, version) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
                           -1, &insert, NULL) != SQLITE_OK)
        return progress_failed(progress, "progress.written", error);
    sqlite3_bind_double(insert, 1, now());
    sqlite3_bind_text(insert, 2, event->exercise, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 3, event->what, -1, SQLITE_STATIC);
    sqlite3_bind_int64(insert, 4, (sqlite3_int64)event->seed);
    sqlite3_bind_int(insert, 5, (int)event->level);
    sqlite3_bind_double(insert, 6, event->seconds);
    sqlite3_bind_text(insert, 7, event->message ? event->message : "", -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 8, RING3_VERSION, -1, SQLITE_STATIC);
    return finish(progress, insert, error);
}

int progress_state(struct progress *progress, const char *exercise,
                   struct progress_state *state, struct error *error)
{
    *state = (struct progress_state){0};
    if (!progress)
        return 0;
    sqlite3_bind_text(progress->state, 1, exercise, -1, SQLITE_TRANSIENT);
    if (sqlite3_step(progress->state) != SQLITE_ROW) {
        progress_failed(progress, "progress.read", error);
        sqlite3_reset(progress->state);
        return -1;
    }
    state->attempts = (unsigned)sqlite3_column_int(progress->state, 0);
    state->hints = (unsigned)sqlite3_column_int(progress->state, 1);
    state->solved = sqlite3_column_int(progress->state, 2) > 0;
    const char *last = (const char *)sqlite3_column_text(progress->state, 3);
    strncpy(state->last, last ? last : "", sizeof state->last - 1);
    state->last_at = sqlite3_column_double(progress->state, 4);
    state->shown = sqlite3_column_int(progress->state, 5) > 0;
    sqlite3_reset(progress->state);
    return 0;
}

unsigned long progress_spent(struct progress *progress, const char *exercise)
{
    static const char spent[] =
        "SELECT coalesce(max(CASE what WHEN 'passed' THEN at END), max(at)) - min(at) "
        "FROM event WHERE exercise = ?";
    sqlite3_stmt *query = NULL;
    unsigned long seconds = 0;
    if (!progress ||
        sqlite3_prepare_v2(progress->database, spent, -1, &query, NULL) != SQLITE_OK)
        return 0;
    sqlite3_bind_text(query, 1, exercise, -1, SQLITE_STATIC);
    if (sqlite3_step(query) == SQLITE_ROW && sqlite3_column_double(query, 0) > 0)
        seconds = (unsigned long)sqlite3_column_double(query, 0);
    sqlite3_finalize(query);
    return seconds;
}

char *progress_setting(struct progress *progress, const char *name)
{
    sqlite3_stmt *query = NULL;
    char *value = NULL;
    if (!progress ||
        sqlite3_prepare_v2(progress->database, "SELECT value FROM setting WHERE name = ?",
                           -1, &query, NULL) != SQLITE_OK)
        return NULL;
    sqlite3_bind_text(query, 1, name, -1, SQLITE_STATIC);
    if (sqlite3_step(query) == SQLITE_ROW)
        value = xstrdup((const char *)sqlite3_column_text(query, 0));
    sqlite3_finalize(query);
    return value;
}

int progress_set(struct progress *progress, const char *name, const char *value,
                 struct error *error)
{
    sqlite3_stmt *upsert = NULL;
    if (!progress)
        return 0;
    if (sqlite3_prepare_v2(progress->database,
                           "INSERT INTO setting(name, value) VALUES(?, ?) "
                           "ON CONFLICT(name) DO UPDATE SET value = excluded.value",
                           -1, &upsert, NULL) != SQLITE_OK)
        return progress_failed(progress, "progress.written", error);
    sqlite3_bind_text(upsert, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_text(upsert, 2, value, -1, SQLITE_STATIC);
    return finish(progress, upsert, error);
}
