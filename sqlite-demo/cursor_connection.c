/* Connections: opening, closing, and what must end before a close.
 *
 * sqlite3_close() refuses while a statement is alive, so closing first drops the
 * statement of every cursor. SQLite then rolls back what was not committed.
 * The struct outlives the close: every later call can still say what is wrong.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "sqlite-demo/cursor_internal.h"

/* "BEGIN ", which is what Python sends for the level "". */
static int set_isolation_level(struct db_conn *conn, const char *level,
                               struct db_err *err)
{
    static const char *const levels[] = {"", "DEFERRED", "IMMEDIATE", "EXCLUSIVE"};
    if (!level)
        return 0;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        if (!strcasecmp(level, levels[i])) {
            snprintf(conn->begin, sizeof conn->begin, "BEGIN %s", levels[i]);
            return 0;
        }
    }
    return err_set(err, DB_PROGRAMMING_ERROR,
                   "isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or "
                   "'EXCLUSIVE'");
}

static int conn_open(struct db_conn *conn, const char *path, double timeout,
                     struct db_err *err)
{
    double milliseconds = timeout * 1000.0;
    if (call_open(conn, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) != SQLITE_OK)
        return err_sqlite(err, conn);
    if (!(milliseconds > 0))
        milliseconds = 0;
    if (milliseconds > INT_MAX)
        milliseconds = INT_MAX;
    call_busy_timeout(conn, (int)milliseconds);
    return 0;
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
    if (set_isolation_level(made, chosen.isolation_level, err) ||
        conn_open(made, path, chosen.timeout, err)) {
        db_conn_free(made);
        return -1;
    }
    *conn = made;
    return 0;
}

int db_close(struct db_conn *conn, struct db_err *err)
{
    if (!conn->db)
        return 0;
    for (struct db_cur *cur = conn->cursors; cur; cur = cur->next)
        statement_drop(conn, &cur->statement);
    if (call_close(conn) != SQLITE_OK)
        return err_sqlite(err, conn);
    conn->db = NULL;
    return 0;
}

void conn_release(struct db_conn *conn)
{
    if (conn->freed && !conn->cursors)
        free(conn);
}

void db_conn_free(struct db_conn *conn)
{
    if (!conn)
        return;
    db_close(conn, NULL);
    conn->freed = true;
    conn->on_call = NULL;
    conn_release(conn);
}

int conn_usable(const struct db_conn *conn, struct db_err *err)
{
    if (!conn->db)
        return err_set(err, DB_PROGRAMMING_ERROR, "Cannot operate on a closed database.");
    return 0;
}
