/* Connections: opening, closing, and what must end before a close.
 *
 * sqlite3_close() refuses while a statement is alive, so closing first drops the
 * statement of every cursor. SQLite then rolls back what was not committed.
 * CPython instead leaves the statements of its cursors alive, and with them their
 * locks, until the cursors are gone (sqlite3_close_v2).
 *
 * The struct outlives the close: every later call can still say what is wrong.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sqlite-demo/cursor_internal.h"

static const char *const levels[] = {"", "DEFERRED", "IMMEDIATE", "EXCLUSIVE"};

static int find_level(const struct db_conn *conn, const char *level, const char **found,
                      struct db_err *err)
{
    *found = NULL;
    if (!level)
        return 0;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (!strcasecmp(level, levels[i]))
            *found = levels[i];
    if (*found)
        return 0;
    return err_either(err, conn, DB_PROGRAMMING_ERROR, DB_VALUE_ERROR,
                      "isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or "
                      "'EXCLUSIVE'");
}

/* With the thread checked here, SQLite need not lock a mutex at each call. */
static int open_flags(const struct db_options *options)
{
    return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
           (options->uri ? SQLITE_OPEN_URI : 0) |
           (options->any_thread ? SQLITE_OPEN_FULLMUTEX : SQLITE_OPEN_NOMUTEX);
}

static int conn_open(struct db_conn *conn, const char *path,
                     const struct db_options *options, struct db_err *err)
{
    double milliseconds = options->timeout * 1000.0;
    if (call_open(conn, path, open_flags(options), options->vfs) != SQLITE_OK)
        return err_sqlite(err, conn);
    if (!(milliseconds > 0))
        milliseconds = 0;
    if (milliseconds > INT_MAX)
        milliseconds = INT_MAX;
    conn->timeout = (int)milliseconds;
    call_busy_timeout(conn, conn->timeout);
    sqlite3_enable_load_extension(conn->db, 0); /* some builds of SQLite begin with 1 */
    if (conn->autocommit == DB_AUTOCOMMIT_FALSE)
        return transaction_command(conn, "BEGIN", err);
    return 0;
}

static int conn_prepare(struct db_conn *conn, const struct db_options *options,
                        struct db_err *err)
{
    size_t cached =
        options->cached_statements > 0 ? (size_t)options->cached_statements : 0;
    if (cached) {
        conn->cache.items = calloc(cached, sizeof(struct statement *));
        if (!conn->cache.items)
            return err_memory(err);
    }
    conn->cache.capacity = cached;
    return find_level(conn, options->isolation_level, &conn->isolation_level, err);
}

int db_connect(const char *path, const struct db_options *options, struct db_conn **conn,
               struct db_err *err)
{
    struct db_options chosen = options ? *options : DB_DEFAULTS;
    struct db_conn *made = calloc(1, sizeof *made);

    *conn = NULL;
    if (!made)
        return err_memory(err);
    made->on_call = chosen.on_call;
    made->self = chosen.self;
    made->compat = chosen.compat;
    made->autocommit = chosen.autocommit;
    made->any_thread = chosen.any_thread;
    made->owner = pthread_self();
    if (conn_prepare(made, &chosen, err) || conn_open(made, path, &chosen, err)) {
        db_conn_free(made);
        return -1;
    }
    *conn = made;
    return 0;
}

static int close_all(struct db_conn *conn, struct db_err *err)
{
    for (struct db_cur *cur = conn->cursors; cur; cur = cur->next)
        statement_release(conn, &cur->statement);
    cache_clear(conn);
    if (call_close(conn) != SQLITE_OK)
        return err_sqlite(err, conn);
    return 0;
}

static int close_as_python(struct db_conn *conn, struct db_err *err)
{
    int result = 0;
    if (conn->autocommit == DB_AUTOCOMMIT_FALSE && !call_get_autocommit(conn))
        result = transaction_command(conn, "ROLLBACK", err);
    cache_clear(conn);
    call_close_v2(conn);
    return result;
}

int db_close(struct db_conn *conn, struct db_err *err)
{
    int result;
    if (conn_thread(conn, err))
        return -1;
    if (!conn->db)
        return 0;
    for (struct db_cur *cur = conn->cursors; cur; cur = cur->next)
        if (cur->locked)
            return db_fail(err, DB_PROGRAMMING_ERROR,
                           "Recursive use of cursors not allowed.");
    blobs_close(conn);
    result = conn_is_python(conn) ? close_as_python(conn, err) : close_all(conn, err);
    if (result == 0 || conn_is_python(conn))
        conn->db = NULL;
    return result;
}

void conn_release(struct db_conn *conn)
{
    if (conn->freed && !conn->cursors && !conn->blobs)
        free(conn);
}

void db_conn_free(struct db_conn *conn)
{
    if (!conn)
        return;
    conn->any_thread = true;
    db_close(conn, NULL);
    cache_clear(conn);
    conn->freed = true;
    conn->on_call = NULL;
    conn_release(conn);
}

bool conn_is_python(const struct db_conn *conn)
{
    return conn->compat != DB_PEP249;
}

enum db_compat db_compat(const struct db_conn *conn)
{
    return conn->compat;
}

int conn_thread(const struct db_conn *conn, struct db_err *err)
{
    if (conn->any_thread || pthread_equal(conn->owner, pthread_self()))
        return 0;
    return db_fail(err, DB_PROGRAMMING_ERROR,
                   "SQLite objects created in a thread can only be used in that same "
                   "thread. The object was created in thread id %lu and this is thread "
                   "id %lu.",
                   (unsigned long)conn->owner, (unsigned long)pthread_self());
}

int conn_usable(const struct db_conn *conn, struct db_err *err)
{
    if (conn_thread(conn, err))
        return -1;
    if (!conn->db)
        return db_fail(err, DB_PROGRAMMING_ERROR, "Cannot operate on a closed database.");
    return 0;
}

int db_total_changes(struct db_conn *conn, int64_t *changes, struct db_err *err)
{
    if (conn_usable(conn, err))
        return -1;
    *changes = sqlite3_total_changes(conn->db);
    return 0;
}

int db_isolation_level(struct db_conn *conn, const char **level, struct db_err *err)
{
    if (conn_usable(conn, err))
        return -1;
    *level = conn->isolation_level;
    return 0;
}

/* Setting NULL commits: who gives up the automatic BEGIN has no open one then.
 * CPython looks whether it is open only for that commit. */
int db_set_isolation_level(struct db_conn *conn, const char *level, struct db_err *err)
{
    const char *found;
    if (!conn_is_python(conn) && conn_usable(conn, err))
        return -1;
    if (find_level(conn, level, &found, err))
        return -1;
    conn->isolation_level = found;
    return found ? 0 : db_commit(conn, err);
}

void db_set_conn_row_factory(struct db_conn *conn, db_row_factory *factory, void *self)
{
    conn->row_factory = factory;
    conn->row_factory_self = self;
}

void db_set_text_factory(struct db_conn *conn, db_text_factory *factory, void *self)
{
    conn->text_factory = factory;
    conn->text_factory_self = self;
}
