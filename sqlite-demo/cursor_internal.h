/* What the files of the cursor library share, and nobody else includes.
 *
 * Every call of SQLite that does something goes through a call_…() function, which
 * makes it and then reports it to the connection's on_call: what a learner is
 * shown is what ran, with what it returned. cursor.h lists the questions that are
 * asked without a report; tests/sqlite-demo/calls.c holds them to that.
 */
#ifndef RING3_SQLITE_DEMO_CURSOR_INTERNAL_H
#define RING3_SQLITE_DEMO_CURSOR_INTERNAL_H

#include <sqlite3.h>

#include "sqlite-demo/cursor.h"

/* A connection lives until it was freed and its last cursor, too: a cursor
 * whose connection is gone must still be able to say so. */
struct db_conn {
    sqlite3 *db;    /* NULL: closed */
    char begin[24]; /* "BEGIN IMMEDIATE"; empty: never begin */
    void (*on_call)(void *self, const struct db_call *call);
    void *self;
    struct db_cur *cursors; /* all that are not freed */
    bool freed;
};

struct statement {
    sqlite3_stmt *handle; /* NULL: none, or an empty one */
    bool is_dml;          /* INSERT, UPDATE, DELETE, REPLACE */
    bool is_insert;       /* INSERT, REPLACE */
};

/* Memory for one row: the values, then the bytes that they point to. */
struct row_block {
    struct db_row *row;
    size_t capacity;
};

struct db_cur {
    struct db_conn *conn;
    struct db_cur *next;
    bool closed;
    struct statement statement; /* handle set: it stands on a row not yet fetched */
    struct db_description *description;
    int64_t rowcount, lastrowid, arraysize;
    bool has_lastrowid;
    struct row_block block; /* what db_fetchone() gave */
};

/* cursor_error.c: each returns -1. */
int err_set(struct db_err *err, enum db_class class, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
int err_memory(struct db_err *err);
/* From what SQLite says of the last failed call on conn->db; NULL: no memory. */
int err_sqlite(struct db_err *err, struct db_conn *conn);

/* cursor_statement.c. The handle is NULL after an empty statement. */
int statement_prepare(struct db_conn *conn, const char *sql, size_t length,
                      struct statement *statement, struct db_err *err);
void statement_drop(struct db_conn *conn, struct statement *statement);

/* cursor_bind.c */
int bind_params(struct db_conn *conn, sqlite3_stmt *stmt, struct db_params params,
                struct db_err *err);

/* cursor_row.c */
int row_store(struct db_conn *conn, sqlite3_stmt *stmt, struct row_block *block,
              struct db_err *err);

/* cursor_connection.c, cursor_transaction.c, cursor.c: 0 or -1 */
int conn_usable(const struct db_conn *conn, struct db_err *err);
void conn_release(struct db_conn *conn); /* frees it when nobody needs it */
int transaction_begin(struct db_conn *conn, struct db_err *err);
int cursor_usable(const struct db_cur *cur, struct db_err *err);
/* To the next row; at the end it drops the statement. */
int cursor_step(struct db_cur *cur, bool first, struct db_err *err);

/* cursor_calls.c: as SQLite's functions of the same name. */
int call_open(struct db_conn *conn, const char *path, int flags);
int call_close(struct db_conn *conn);
int call_busy_timeout(struct db_conn *conn, int milliseconds);
int call_get_autocommit(struct db_conn *conn);
int call_changes(struct db_conn *conn);
int64_t call_last_insert_rowid(struct db_conn *conn);
int call_prepare(struct db_conn *conn, const char *sql, size_t length,
                 sqlite3_stmt **stmt, const char **tail);
int call_bind(struct db_conn *conn, sqlite3_stmt *stmt, int index,
              const struct db_value *value);
int call_step(struct db_conn *conn, sqlite3_stmt *stmt);
int call_extended_errcode(struct db_conn *conn);
void call_finalize(struct db_conn *conn, sqlite3_stmt *stmt);
struct db_value call_column(struct db_conn *conn, sqlite3_stmt *stmt, int column);

#endif
