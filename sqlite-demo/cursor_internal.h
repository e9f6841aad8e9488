/* What the files of the cursor library share, and nobody else includes.
 *
 * Every call of SQLite that does something goes through a call_…() function, which
 * makes it and then reports it to the connection's on_call: what a learner is
 * shown is what ran, with what it returned. cursor.h lists the calls that are made
 * without a report; tests/sqlite-demo/calls.c and alone.sh hold them to that.
 */
#ifndef RING3_SQLITE_DEMO_CURSOR_INTERNAL_H
#define RING3_SQLITE_DEMO_CURSOR_INTERNAL_H

#include <pthread.h>
#include <sqlite3.h>

#include "sqlite-demo/cursor.h"

/* A compiled statement: the cache's, or one cursor's alone. */
struct statement {
    sqlite3_stmt *handle; /* NULL: an empty one */
    bool is_dml;          /* INSERT, UPDATE, DELETE, REPLACE */
    bool is_insert;       /* INSERT, REPLACE */
    int parameters;
    int first_named; /* the first parameter that has a name; 0: none has */
    bool in_use;     /* by a cursor */
    bool cached;     /* the cache has it, and frees it */
    uint64_t last_use;
    uint64_t hash;
    size_t length;
    char sql[]; /* length bytes */
};

struct cache {
    struct statement **items;
    size_t count, capacity;
    uint64_t clock;
};

/* A connection lives until it was freed and its last cursor and blob, too: a cursor
 * whose connection is gone must still be able to say so. */
struct db_conn {
    sqlite3 *db; /* NULL: closed */
    enum db_compat compat;
    enum db_autocommit autocommit;
    const char *isolation_level; /* one of ours, upper case; NULL: never begin */
    void (*on_call)(void *self, const struct db_call *call);
    void *self;
    struct db_cur *cursors; /* all that are not freed */
    struct db_blob *blobs;
    struct cache cache;
    bool any_thread;
    pthread_t owner;
    int timeout; /* milliseconds */
    db_row_factory *row_factory;
    void *row_factory_self;
    db_text_factory *text_factory;
    void *text_factory_self;
    db_authorizer *authorizer;
    void *authorizer_self;
    db_progress *progress;
    void *progress_self;
    db_trace *trace;
    void *trace_self;
    struct db_err callback_err; /* what a function of the learner's set last */
    bool freed;
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
    bool locked;                 /* inside one of its calls: nothing may call it again */
    struct statement *statement; /* set: it stands on a row not yet fetched */
    struct db_description *description;
    int64_t rowcount, lastrowid, arraysize;
    bool has_lastrowid;
    db_row_factory *row_factory;
    void *row_factory_self;
    struct row_block block; /* what db_fetchone() gave */
};

/* cursor_error.c: each returns -1. */
int err_memory(struct db_err *err);
/* From what SQLite says of the last failed call on conn->db; NULL: no memory. */
int err_sqlite(struct db_err *err, struct db_conn *conn);
int err_code(struct db_err *err, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* `python` is the class with compat, `standard` without. */
int err_either(struct db_err *err, const struct db_conn *conn, enum db_class standard,
               enum db_class python, const char *message);

/* cursor_statement.c, cursor_cache.c. The text is compiled, or comes from the cache.
 * Release it with statement_release(); NULL: nothing. */
int statement_get(struct db_conn *conn, const char *sql, size_t length,
                  struct statement **statement, struct db_err *err);
int statement_compile(struct db_conn *conn, const char *sql, size_t length,
                      struct statement **statement, struct db_err *err);
void statement_release(struct db_conn *conn, struct statement **statement);
void cache_clear(struct db_conn *conn);

/* cursor_bind.c. `lent`: the values outlive the run, and need no copy. */
int bind_params(struct db_conn *conn, const struct statement *statement,
                const struct db_params *params, bool lent, struct db_err *err);

/* cursor_row.c */
int row_store(struct db_conn *conn, sqlite3_stmt *stmt, struct row_block *block,
              struct db_err *err);

/* cursor_execute.c. To the next row; at the end it releases the statement. */
int cursor_step(struct db_cur *cur, bool first, struct db_err *err);
void description_drop(struct db_cur *cur);

/* cursor_connection.c, cursor_transaction.c, cursor.c, cursor_blob.c: 0 or -1 */
int conn_usable(const struct db_conn *conn, struct db_err *err);
int conn_thread(const struct db_conn *conn, struct db_err *err);
bool conn_is_python(const struct db_conn *conn);
void conn_release(struct db_conn *conn); /* frees it when nobody needs it */
int transaction_begin(struct db_conn *conn, struct db_err *err);
int transaction_command(struct db_conn *conn, const char *sql, struct db_err *err);
int cursor_usable(const struct db_cur *cur, struct db_err *err);
void blobs_close(struct db_conn *conn);

/* cursor_function.c: a value of SQLite's, which owns its bytes. No bytes where there
 * should be some: no memory, or an empty blob. */
struct db_value value_from(sqlite3_value *value);

/* cursor_calls.c: as SQLite's functions of the same name. */
int call_open(struct db_conn *conn, const char *path, int flags, const char *vfs);
int call_close(struct db_conn *conn);
int call_close_v2(struct db_conn *conn);
int call_busy_timeout(struct db_conn *conn, int milliseconds);
int call_get_autocommit(struct db_conn *conn);
int call_changes(struct db_conn *conn);
int64_t call_last_insert_rowid(struct db_conn *conn);
int call_prepare(struct db_conn *conn, const char *sql, size_t length,
                 sqlite3_stmt **stmt, const char **tail);
int call_bind(struct db_conn *conn, sqlite3_stmt *stmt, int index,
              const struct db_value *value, bool lent);
int call_step(struct db_conn *conn, sqlite3_stmt *stmt);
int call_extended_errcode(struct db_conn *conn);
int call_reset(struct db_conn *conn, sqlite3_stmt *stmt);
void call_clear_bindings(struct db_conn *conn, sqlite3_stmt *stmt);
void call_finalize(struct db_conn *conn, sqlite3_stmt *stmt);
struct db_value call_column(struct db_conn *conn, sqlite3_stmt *stmt, int column);

#endif
