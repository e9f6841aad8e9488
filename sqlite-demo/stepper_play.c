/* `sqlite-demo play FILE SQL`: a snapshot of the file, the session, the player. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/program.h"
#include "sqlite-demo/copy.h"
#include "sqlite-demo/play.h"
#include "sqlite-demo/scratch.h"
#include "sqlite-demo/stepper.h"

static int show(struct stepper *stepper, const char *file, uint64_t at,
                struct error *error)
{
    cleanup_free char *quoted_file = shell_quoted(file);
    cleanup_free char *quoted_sql = shell_quoted(stepper->sql);
    cleanup_free char *command =
        xasprintf("sqlite-demo play %s %s", quoted_file, quoted_sql);
    const char *slash = strrchr(file, '/');
    cleanup_free char *title =
        xasprintf("%s · %s", stepper->sql, slash ? slash + 1 : file);
    const struct show steps = {
        .title = title,
        .command = command,
        .model = stepper,
        .count = stepper_count,
        .step = stepper_step,
        .reach = stepper_reach,
        .draw = stepper_draw,
        .rows = stepper_rows,
        .describe = stepper_describe,
        .json = stepper_json,
        .keys = stepper_keys,
    };
    const struct player_start start = {.at = at};
    int status = player_run(&steps, &start, error);
    return status < 0 ? -1 : stepper_status(stepper);
}

/* An empty file is a database without tables; our reader wants a page. */
static int fill_if_empty(const char *path, struct error *error)
{
    sqlite3 *db;
    int code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, "PRAGMA user_version=1; PRAGMA user_version=0", NULL,
                            NULL, NULL);
    sqlite3_close(db);
    return code == SQLITE_OK ? 0
                             : error_set(error, STATUS_REQUEST, "SQLite says: %s",
                                         sqlite3_errstr(code));
}

static int play_snapshot(const char *path, const char *file, const char *sql, uint64_t at,
                         struct error *error)
{
    struct stepper stepper;
    int status = stepper_open(&stepper, path, sql, error);
    if (status == 0)
        status = show(&stepper, file, at, error);
    if (status == STATUS_REQUEST && stepper.stop == STOP_FAULT)
        status = error_set(error, STATUS_REQUEST, "%s: %s", file, stepper.why_stopped);
    if (status == STATUS_UNDECIDED && stepper.stop == STOP_UNKNOWN)
        warn("not decided: %s", stepper.why_stopped);
    stepper_close(&stepper);
    return status;
}

/* A first look at the file itself, so that what is wrong with it is said of it. */
static int look_at_file(const char *file, struct error *error)
{
    struct database db;
    if (file_is_empty(file))
        return 0;
    int status = database_open(&db, file, error);
    database_close(&db);
    return status;
}

int stepper_play(const char *file, const char *sql, uint64_t at, struct error *error)
{
    struct scratch scratch;
    if (look_at_file(file, error) < 0 || scratch_open(&scratch, error) < 0)
        return -1;
    cleanup_free char *path = path_join(scratch.folder, "copy.db");
    int status = database_snapshot(file, path, error);
    database_confine();
    if (status == 0 && file_is_empty(path))
        status = fill_if_empty(path, error);
    if (status == 0)
        status = play_snapshot(path, file, sql, at, error);
    scratch_close(&scratch);
    return status;
}
