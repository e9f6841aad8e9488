/* Transactions: BEGIN, COMMIT and ROLLBACK are statements like any other.
 *
 * SQLite is "in autocommit" when no transaction is open. Open cursors survive
 * a commit and a rollback: they go on giving rows.
 *
 *     autocommit   begins                        commit, rollback
 *     LEGACY       before INSERT, UPDATE …       end what is open
 *     FALSE        at once, and after each end   end it and begin the next
 *     TRUE         never                         nothing
 */
#include <stdio.h>
#include <string.h>

#include "sqlite-demo/cursor_internal.h"

int transaction_command(struct db_conn *conn, const char *sql, struct db_err *err)
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

/* "BEGIN ", with the blank, is what Python sends for the level "". */
int transaction_begin(struct db_conn *conn, struct db_err *err)
{
    char begin[24];
    snprintf(begin, sizeof begin, "BEGIN %s", conn->isolation_level);
    return transaction_command(conn, begin, err);
}

static int end_with(struct db_conn *conn, const char *sql, struct db_err *err)
{
    if (conn_usable(conn, err))
        return -1;
    if (conn->autocommit == DB_AUTOCOMMIT_TRUE)
        return 0;
    if (conn->autocommit == DB_AUTOCOMMIT_FALSE) {
        if (transaction_command(conn, sql, err))
            return -1;
        return transaction_command(conn, "BEGIN", err);
    }
    if (call_get_autocommit(conn))
        return 0;
    return transaction_command(conn, sql, err);
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

int db_autocommit(struct db_conn *conn, enum db_autocommit *autocommit,
                  struct db_err *err)
{
    if (conn_usable(conn, err))
        return -1;
    *autocommit = conn->autocommit;
    return 0;
}

int db_set_autocommit(struct db_conn *conn, enum db_autocommit autocommit,
                      struct db_err *err)
{
    if (conn_usable(conn, err))
        return -1;
    conn->autocommit = autocommit;
    if (autocommit == DB_AUTOCOMMIT_TRUE && !call_get_autocommit(conn))
        return transaction_command(conn, "COMMIT", err);
    if (autocommit == DB_AUTOCOMMIT_FALSE && call_get_autocommit(conn))
        return transaction_command(conn, "BEGIN", err);
    return 0;
}

int db_transaction(struct db_conn *conn,
                   int (*work)(void *self, struct db_conn *conn, struct db_err *err),
                   void *self, struct db_err *err)
{
    struct db_err first = {0};
    int result;
    if (conn_usable(conn, err))
        return -1;
    result = work(self, conn, &first);
    if (result == 0)
        result = db_commit(conn, &first);
    if (result == 0)
        return 0;
    db_rollback(conn, NULL);
    if (err)
        *err = first;
    return -1;
}
