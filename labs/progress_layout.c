/* What the file of progress holds, and how a file of an earlier ring3 becomes one of
 * ours.
 *
 * Rules: the version of the layout is in user_version, and a file of a later version is
 * refused, not guessed at. Creating and upgrading is one transaction, so that there is
 * never half of it, and whoever comes second finds it done.
 */
#include "labs/progress_file.h"

#include <stdlib.h>

#include "labs/kit/words.h"

enum { LAYOUT_VERSION = 2 };

#define EVENT_TABLE                                                                      \
    "CREATE TABLE event("                                                                \
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"                                            \
    "  at REAL NOT NULL CHECK (typeof(at) = 'real')," /* seconds since 1970 */           \
    "  exercise TEXT NOT NULL CHECK (exercise <> ''),"                                   \
    "  what TEXT NOT NULL CHECK (what IN ('passed', 'failed', 'skipped', 'undecided',"   \
    "                                     'opened', 'hint', 'shown', 'reset')),"         \
    "  seed INTEGER NOT NULL DEFAULT 0,"                                                 \
    "  level INTEGER NOT NULL DEFAULT 0,"                                                \
    "  seconds REAL NOT NULL DEFAULT 0,"                                                 \
    "  message TEXT NOT NULL DEFAULT '',"                                                \
    "  version TEXT NOT NULL DEFAULT '');"

#define EVENT_INDEX "CREATE INDEX event_of_exercise ON event(exercise, id);"

/* From version N to N + 1; the first one begins with an empty file. */
static const char *const steps[LAYOUT_VERSION] = {
    /* Layout 1 had fewer words and no message; only an earlier ring3 made it. */
    EVENT_TABLE EVENT_INDEX
    "CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "PRAGMA user_version = 2;",
    "ALTER TABLE event RENAME TO event_1;" EVENT_TABLE
    "INSERT INTO event(id, at, exercise, what, seed, level, seconds)"
    "  SELECT id, at, exercise, what, seed, level, seconds FROM event_1;"
    "DROP TABLE event_1;" EVENT_INDEX "PRAGMA user_version = 2;",
};

static int read_version(const struct progress *progress, int *version)
{
    sqlite3_stmt *query = NULL;
    int result =
        sqlite3_prepare_v2(progress->database, "PRAGMA user_version", -1, &query, NULL);
    if (result == SQLITE_OK && (result = sqlite3_step(query)) == SQLITE_ROW)
        *version = sqlite3_column_int(query, 0);
    sqlite3_finalize(query);
    return result == SQLITE_ROW ? 0 : -1;
}

static int take_steps(const struct progress *progress, struct error *error)
{
    int version = LAYOUT_VERSION;
    if (sqlite3_exec(progress->database, "BEGIN IMMEDIATE", NULL, NULL, NULL) !=
        SQLITE_OK)
        return progress_failed(progress, "progress.kept", error);
    if (read_version(progress, &version) == 0 && version < LAYOUT_VERSION &&
        sqlite3_exec(progress->database, steps[version], NULL, NULL, NULL) != SQLITE_OK) {
        progress_failed(progress, "progress.kept", error);
        sqlite3_exec(progress->database, "ROLLBACK", NULL, NULL, NULL);
        return -1;
    }
    if (sqlite3_exec(progress->database, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        return progress_failed(progress, "progress.kept", error);
    return 0;
}

int progress_bring_to_layout(struct progress *progress, struct error *error)
{
    int version = 0;
    if (read_version(progress, &version) < 0)
        return progress_failed(progress, "progress.read", error);
    if (version > LAYOUT_VERSION || version < 0)
        return error_set(error, STATUS_HOST, say_as("progress.later", "%s %d %d"),
                         progress->path, version, LAYOUT_VERSION);
    return version == LAYOUT_VERSION ? 0 : take_steps(progress, error);
}
