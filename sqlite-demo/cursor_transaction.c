/* Transactions: BEGIN, COMMIT and ROLLBACK are statements like any other.
 *
 * SQLite is "in autocommit" when no transaction is open. Open cursors survive
 * a commit and a rollback: they go on giving rows.
 */
#include <string.h>

#include "sqlite-demo/cursor_internal.h"

static int run_command(struct db_conn *conn, const char *sql, struct db_err *err)
{
    sqlite3_stmt *stmt = NULL;
    int result = 0;

    if (call_prepare(conn, sql, strlen(sql), &stmt, NULL) != SQLITE_OK)
        return err_sqlite(err, conn);
    if (call_step(conn, stmt) != SQLITE_DONE)
        result = err_sqlite(err, conn);
    call_finalize(conn, stmt);
    return result;
}

int transaction_begin(struct db_conn *conn, struct db_err *err)
{
    return run_command(conn, conn->begin, err);
}

static int end_with(struct db_conn *conn, const char *sql, struct db_err *err)
{
    if (conn_usable(conn, err))
        return -1;
    if (call_get_autocommit(conn))
        return 0;
    return run_command(conn, sql, err);
}

int db_commit(struct db_conn *conn, struct db_err *err)
{
    return end_with(conn, "COMMIT", err);
}

int db_rollback(struct db_conn *conn, struct db_err *err)
{
    return end_with(conn, "ROLLBACK", err);
}

int db_in_transaction(struct db_conn *conn, struct db_err *err)
{
    if (conn_usable(conn, err))
        return -1;
    return !call_get_autocommit(conn);
}
