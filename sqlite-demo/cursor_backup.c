/* Copies of a whole database: page by page while others use it, and as bytes.
 *
 * A backup holds a lock on the source only while it copies a portion; when somebody
 * else writes meanwhile, SQLite begins it again.
 */
#include <limits.h>
#include <string.h>

#include "sqlite-demo/cursor_internal.h"

static int next_portion(struct db_conn *source, sqlite3_backup *backup,
                        const struct db_backup_options *options, int *waited,
                        struct db_err *err)
{
    int pages = options->pages > 0 ? options->pages : -1;
    int code = sqlite3_backup_step(backup, pages);
    int pause = (int)(options->sleep * 1000.0);

    if (options->progress &&
        options->progress(options->self, code, sqlite3_backup_remaining(backup),
                          sqlite3_backup_pagecount(backup), err))
        return -1;
    if (code != SQLITE_BUSY && code != SQLITE_LOCKED)
        return code;
    if (*waited >= source->timeout && !conn_is_python(source))
        return code;
    sqlite3_sleep(pause);
    *waited += pause > 0 ? pause : 1;
    return SQLITE_OK;
}

/* `last` is what the last step said: sqlite3_backup_finish() forgets a lock. */
static int backup_end(struct db_conn *target, sqlite3_backup *backup, int last,
                      struct db_err *err)
{
    int code = sqlite3_backup_finish(backup);
    if (code != SQLITE_OK)
        return err_sqlite(err, target);
    if (last == SQLITE_BUSY || last == SQLITE_LOCKED)
        return err_code(err, last, "%s", sqlite3_errstr(last));
    return 0;
}

static int backup_run(struct db_conn *source, struct db_conn *target,
                      const struct db_backup_options *options, struct db_err *err)
{
    const char *schema = options->schema ? options->schema : "main";
    sqlite3_backup *backup = sqlite3_backup_init(target->db, "main", source->db, schema);
    int code, waited = 0;

    if (!backup)
        return err_sqlite(err, target);
    do
        code = next_portion(source, backup, options, &waited, err);
    while (code == SQLITE_OK);
    if (code == -1) {
        sqlite3_backup_finish(backup);
        return -1;
    }
    return backup_end(target, backup, code, err);
}

int db_backup(struct db_conn *source, struct db_conn *target,
              const struct db_backup_options *options, struct db_err *err)
{
    struct db_backup_options chosen = options ? *options : DB_BACKUP_DEFAULTS;
    if (conn_usable(source, err) || conn_usable(target, err))
        return -1;
    if (source == target)
        return err_either(err, source, DB_PROGRAMMING_ERROR, DB_VALUE_ERROR,
                          "target cannot be the same connection instance");
    if (!(chosen.sleep > 0))
        chosen.sleep = 0;
    if (chosen.sleep > 3600)
        chosen.sleep = 3600;
    return backup_run(source, target, &chosen, err);
}

/* ---- as bytes ---- */

int db_serialize(struct db_conn *conn, const char *schema, unsigned char **bytes,
                 size_t *length, struct db_err *err)
{
    sqlite3_int64 size;
    *bytes = NULL;
    *length = 0;
    if (conn_usable(conn, err))
        return -1;
    schema = schema ? schema : "main";
    *bytes = sqlite3_serialize(conn->db, schema, &size, 0);
    if (!*bytes)
        return db_fail(err, DB_OPERATIONAL_ERROR, "unable to serialize '%s'", schema);
    *length = (size_t)size;
    return 0;
}

void db_free(void *bytes)
{
    sqlite3_free(bytes);
}

int db_deserialize(struct db_conn *conn, const char *schema, const unsigned char *bytes,
                   size_t length, struct db_err *err)
{
    unsigned flags = SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE;
    unsigned char *copy;
    if (conn_usable(conn, err))
        return -1;
    copy = sqlite3_malloc64(length ? length : 1);
    if (!copy)
        return err_memory(err);
    if (length)
        memcpy(copy, bytes, length);
    /* SQLite frees the copy, also when it refuses. */
    if (sqlite3_deserialize(conn->db, schema ? schema : "main", copy,
                            (sqlite3_int64)length, (sqlite3_int64)length,
                            flags) != SQLITE_OK)
        return err_sqlite(err, conn);
    return 0;
}
