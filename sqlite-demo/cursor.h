/* A cursor for SQLite, after Python's DB-API (PEP 249) and its sqlite3 module.
 *
 *     struct db_conn *conn;
 *     struct db_cur *cur;
 *     const struct db_row *row;
 *     struct db_err err;
 *
 *     if (db_connect("film.db", NULL, &conn, &err) || db_cursor(conn, &cur, &err))
 *         return fprintf(stderr, "%s\n", err.message), 1;
 *     db_execute(cur, "INSERT INTO film VALUES (?, ?)",
 *                DB_PARAMS(db_text("Metropolis"), db_int(1927)), &err);
 *     db_commit(conn, &err);                  // without it: nothing is kept
 *     db_execute(cur, "SELECT title FROM film", DB_NONE, &err);
 *     while (db_fetchone(cur, &row, &err) == 1)
 *         puts(row->values[0].text);
 *     db_cursor_free(cur);
 *     db_conn_free(conn);
 *
 * It stands alone: it needs libsqlite3 and nothing else of ring3. It is C11 (a
 * union without a name) and later, and not C++ (a member `class`, DB_PARAMS).
 *
 *     cc -I RING3 program.c RING3/build/release/lib/libcursor.a -lsqlite3
 *
 * Results. Functions that can fail return 0 when done and -1 when not (those
 * that answer a question: 1 yes, 0 no, -1), and then fill `err`, which may be
 * NULL. A failure leaves the connection usable.
 *
 * Transactions ("legacy" control, Python's default). The library itself sends
 * BEGIN before an INSERT, UPDATE, DELETE or REPLACE when no transaction is open.
 * Nothing is kept until db_commit(); closing rolls back. CREATE, SELECT and
 * "WITH … INSERT" begin nothing. The option `autocommit` has two other ways.
 *
 * One row ahead. db_execute() runs the statement to its first row, and each
 * fetch hands out the present row and runs to the next. So an error in row n+1
 * is reported by the fetch of row n, and the last row's fetch ends the statement
 * and releases its lock.
 *
 * Threads: one thread at a time per connection and its cursors; by default only
 * the one that connected.
 *
 * Python. Where CPython and PEP 249 disagree, this follows PEP 249, unless the
 * option `compat` names a version of CPython: then that.
 *
 * More in cursor_extend.h (functions, collations, hooks), cursor_storage.h (blobs,
 * backups, dumps, limits) and cursor_types.h (dates, type objects), which this
 * header includes.
 *
 * Sources: PEP 249; CPython 3.13, Doc/library/sqlite3.rst and Modules/_sqlite;
 * docs/sqlite-demo/cursor.md has the whole contract.
 */
#ifndef RING3_SQLITE_DEMO_CURSOR_H
#define RING3_SQLITE_DEMO_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db_conn;
struct db_cur;

/* ---- errors ------------------------------------------------------------- */

/* The classes of PEP 249; db_class_is_a() knows who descends from whom. */
enum db_class {
    DB_NO_ERROR,
    DB_WARNING,
    DB_ERROR,
    DB_INTERFACE_ERROR,
    DB_DATABASE_ERROR,
    DB_DATA_ERROR,
    DB_OPERATIONAL_ERROR,
    DB_INTEGRITY_ERROR,
    DB_INTERNAL_ERROR,
    DB_PROGRAMMING_ERROR,
    DB_NOT_SUPPORTED_ERROR,
    DB_MEMORY_ERROR, /* no memory left: not of PEP 249, a DB_ERROR here */
    /* What CPython raises beside them. Only with `compat`. */
    DB_VALUE_ERROR,
    DB_TYPE_ERROR,
    DB_OVERFLOW_ERROR,
    DB_ATTRIBUTE_ERROR,
};

struct db_err {
    enum db_class class;
    int code;           /* SQLite's extended result code; 0: not SQLite's error */
    const char *name;   /* "SQLITE_CONSTRAINT_UNIQUE"; "" when code is 0 */
    int offset;         /* byte of the SQL text that it is about; -1: unknown */
    char message[1024]; /* cut if longer */
};

const char *db_class_name(enum db_class class); /* "OperationalError" */
bool db_class_is_a(enum db_class class, enum db_class ancestor);
/* "SQLITE_BUSY_SNAPSHOT" for 517; NULL for a number that is none. */
const char *db_code_name(int extended_code);
/* Fills *err (NULL: nothing) with a class and a message of your own and returns -1,
 * for functions that this library calls back. */
int db_fail(struct db_err *err, enum db_class class, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* ---- the module --------------------------------------------------------- */

const char *db_apilevel(void);   /* "2.0" */
const char *db_paramstyle(void); /* "qmark" */
/* 0: only one thread may use the library; 1: threads may share it, but no connection;
 * 3: connections and cursors, too. As SQLite was built. */
int db_threadsafety(void);

/* ---- values ------------------------------------------------------------- */

enum db_type {
    DB_NULL,
    DB_INT,
    DB_REAL,
    DB_TEXT,
    DB_BLOB,
    /* Not a value of SQLite. For layers that carry values from another language: to
     * bind it fails, in its turn. `text` names its type: "list". */
    DB_OTHER,
    DB_BIG_INT, /* an integer beyond 64 bits; fails likewise */
};

struct db_value {
    enum db_type type;
    union {
        int64_t integer;
        double real;
        const char *text; /* UTF-8; ends with a NUL that length does not count */
        const void *blob;
    };
    size_t length; /* bytes of text or blob */
};

struct db_value db_null(void);
struct db_value db_int(int64_t integer);
struct db_value db_real(double real);
struct db_value db_text(const char *text); /* NULL gives the value NULL */
struct db_value db_text_of(const char *text, size_t length);
struct db_value db_blob(const void *blob, size_t length);

struct db_named {
    const char *name; /* without its ':', '@' or '$' */
    struct db_value value;
};

/* Values for the parameters of a statement: in order, for "?" and "?NNN"; or, if
 * `named` is set, by name, for ":name", "@name" and "$name". Named values that the
 * statement does not ask for are passed over. They are read during the call only. */
struct db_params {
    const struct db_value *values;
    size_t count;
    const struct db_named *named;
};

/* What is neither a list nor a mapping of values, for layers that carry parameters from
 * another language: to bind it fails, in its turn. */
#define DB_UNSUITABLE ((struct db_params){NULL, SIZE_MAX, NULL})

/* DB_PARAMS(db_text("Metropolis"), db_int(1927))
 * DB_NAMED({"title", db_text("Metropolis")}, {"year", db_int(1927)}) */
#define DB_NONE ((struct db_params){NULL, 0, NULL})
#define DB_PARAMS(...)                                                                   \
    ((struct db_params){                                                                 \
        (const struct db_value[]){__VA_ARGS__},                                          \
        sizeof((const struct db_value[]){__VA_ARGS__}) / sizeof(struct db_value), NULL})
#define DB_NAMED(...)                                                                    \
    ((struct db_params){                                                                 \
        NULL, sizeof((const struct db_named[]){__VA_ARGS__}) / sizeof(struct db_named),  \
        (const struct db_named[]){__VA_ARGS__}})

/* ---- connections -------------------------------------------------------- */

/* What a connection does where CPython and PEP 249 disagree. The numbers are those of
 * the versions; docs/sqlite-demo/cursor.md has the table. */
enum db_compat {
    DB_PEP249 = 0,
    DB_CPYTHON_3_11 = 311,
    DB_CPYTHON_3_12 = 312,
    DB_CPYTHON_3_13 = 313, /* 3.13.0 to 3.13.7 */
    DB_CPYTHON_3_14 = 314, /* with the fixes of 3.13.8, too */
};

/* Who ends transactions, and when one begins. */
enum db_autocommit {
    DB_AUTOCOMMIT_LEGACY, /* by isolation_level; see above */
    DB_AUTOCOMMIT_FALSE,  /* one is open at all times, as PEP 249 wants it */
    DB_AUTOCOMMIT_TRUE,   /* SQLite's own way: none but what you BEGIN yourself;
                             db_commit() and db_rollback() do nothing */
};

/* One call of SQLite's own interface, reported after it returned, with what it
 * returned. The strings live until the function returns.
 *
 * Every call that does something is reported. These are not, for they only ask
 * what was found out already, some of them once per column of every row:
 *
 *     sqlite3_limit                 asked for a limit, setting none
 *     sqlite3_bind_parameter_count, sqlite3_bind_parameter_name
 *     sqlite3_column_count, sqlite3_column_name, sqlite3_column_decltype
 *     sqlite3_column_bytes
 *     sqlite3_column_type           reported when it is SQLITE_NULL
 *     sqlite3_data_count, sqlite3_stmt_readonly, sqlite3_stmt_busy
 *     sqlite3_threadsafe, sqlite3_libversion_number, sqlite3_complete
 *     sqlite3_errmsg, sqlite3_errstr, sqlite3_error_offset
 *
 * The columns of a row are read by sqlite3_column_value, unreported, if there is no
 * on_call. Not reported either is what a function of cursor_extend.h or
 * cursor_storage.h is named after:
 *
 *     sqlite3_create_function_v2, sqlite3_create_window_function
 *     sqlite3_create_collation_v2, sqlite3_user_data, sqlite3_aggregate_context
 *     sqlite3_column_value, sqlite3_value_type, sqlite3_value_int64
 *     sqlite3_value_double
 *     sqlite3_value_text, sqlite3_value_blob, sqlite3_value_bytes
 *     sqlite3_result_null, sqlite3_result_int64, sqlite3_result_double
 *     sqlite3_result_text64, sqlite3_result_blob64, sqlite3_result_error
 *     sqlite3_result_error_nomem, sqlite3_result_error_toobig
 *     sqlite3_set_authorizer, sqlite3_progress_handler, sqlite3_trace_v2
 *     sqlite3_expanded_sql, sqlite3_sql, sqlite3_interrupt, sqlite3_total_changes
 *     sqlite3_blob_open, sqlite3_blob_close, sqlite3_blob_bytes
 *     sqlite3_blob_read, sqlite3_blob_write
 *     sqlite3_backup_init, sqlite3_backup_step, sqlite3_backup_finish
 *     sqlite3_backup_remaining, sqlite3_backup_pagecount, sqlite3_sleep
 *     sqlite3_serialize, sqlite3_deserialize, sqlite3_malloc64, sqlite3_free
 *     sqlite3_db_config, sqlite3_enable_load_extension, sqlite3_load_extension
 */
struct db_call {
    const char *text;   /* sqlite3_prepare_v2(db, "BEGIN ") */
    const char *result; /* "SQLITE_OK", or the value: "2" */
    int code;           /* the result code; -1 if the call returns none */
};

struct db_options {
    double timeout; /* seconds to wait for a lock before "database is locked" */
    /* What BEGIN says: "", "DEFERRED", "IMMEDIATE", "EXCLUSIVE" in either case;
     * NULL: the library never sends BEGIN. */
    const char *isolation_level;
    /* Told of each call of SQLite that struct db_call speaks of; may be NULL. */
    void (*on_call)(void *self, const struct db_call *call);
    void *self;
    enum db_autocommit autocommit;
    int cached_statements; /* compiled statements that are kept for their next use */
    bool any_thread;       /* false: other threads get a ProgrammingError */
    bool uri;              /* the path may be "file:film.db?mode=ro" */
    const char *vfs;       /* the name of a registered VFS; NULL: the default one */
    enum db_compat compat;
};

#define DB_DEFAULTS                                                                      \
    ((struct db_options){.timeout = 5.0, .isolation_level = "", .cached_statements = 128})

/* Opens the file, which SQLite creates, empty, if there is none; ":memory:" is a
 * database in memory. `options` may be NULL: DB_DEFAULTS. Free *conn with
 * db_conn_free(); on failure it is NULL. */
int db_connect(const char *path, const struct db_options *options, struct db_conn **conn,
               struct db_err *err);

/* Closes: an open transaction is rolled back. Closing again does nothing; any
 * other call on the connection or its cursors is a ProgrammingError from here on. */
int db_close(struct db_conn *conn, struct db_err *err);

/* Closes if need be and frees (NULL: nothing). Cursors may be freed after it. */
void db_conn_free(struct db_conn *conn);

int db_commit(struct db_conn *conn, struct db_err *err);         /* nothing open: done */
int db_rollback(struct db_conn *conn, struct db_err *err);       /* nothing open: done */
int db_in_transaction(struct db_conn *conn, struct db_err *err); /* 1, 0 or -1 */
/* Rows changed since the connection was opened. */
int db_total_changes(struct db_conn *conn, int64_t *changes, struct db_err *err);

/* "", "DEFERRED", "IMMEDIATE", "EXCLUSIVE" or NULL. To set it to NULL commits. */
int db_isolation_level(struct db_conn *conn, const char **level, struct db_err *err);
int db_set_isolation_level(struct db_conn *conn, const char *level, struct db_err *err);

/* To set FALSE opens a transaction if none is open; to set TRUE commits the open one;
 * to set LEGACY does nothing at once. */
int db_autocommit(struct db_conn *conn, enum db_autocommit *autocommit,
                  struct db_err *err);
int db_set_autocommit(struct db_conn *conn, enum db_autocommit autocommit,
                      struct db_err *err);

/* Runs `work` and then commits. If it returns anything but 0, or if the commit fails,
 * all is rolled back and -1 returned, with the error of what failed first. Nothing
 * is begun: that is for `autocommit` and `isolation_level`. */
int db_transaction(struct db_conn *conn,
                   int (*work)(void *self, struct db_conn *conn, struct db_err *err),
                   void *self, struct db_err *err);

enum db_compat db_compat(const struct db_conn *conn);

/* ---- cursors ------------------------------------------------------------ */

struct db_column {
    const char *name;
    const char *decltype; /* as declared in CREATE TABLE; NULL for an expression */
};

struct db_description {
    size_t count;
    struct db_column columns[];
};

struct db_row {
    size_t count;
    struct db_value values[];
};

struct db_rows {
    size_t count;
    struct db_row **rows;
};

/* Free *cur with db_cursor_free(); on failure it is NULL. */
int db_cursor(struct db_conn *conn, struct db_cur **cur, struct db_err *err);
/* Releases the statement; any later call but close and free is an error. */
int db_cursor_close(struct db_cur *cur, struct db_err *err);
void db_cursor_free(struct db_cur *cur);

/* Runs one statement to its first row. Blanks and comments may follow it; an
 * empty statement is one, too. What the cursor did before is dropped first. */
int db_execute(struct db_cur *cur, const char *sql, struct db_params params,
               struct db_err *err);
/* The same for `length` bytes of text, which need not end with a NUL. A NUL within
 * them is a ProgrammingError. */
int db_execute_text(struct db_cur *cur, const char *sql, size_t length,
                    struct db_params params, struct db_err *err);

/* Gives executemany the next values: 1 and *params, 0 at the end, -1 and *err. What
 * *params points to must live until the next call. */
typedef int db_source(void *self, struct db_params *params, struct db_err *err);

/* Runs one INSERT, UPDATE, DELETE or REPLACE for each set of values. rowcount is the
 * sum, lastrowid stays; rows that RETURNING gives are dropped. An error ends it: what
 * was done before stays in the open transaction. */
int db_executemany(struct db_cur *cur, const char *sql, db_source *source, void *self,
                   struct db_err *err);
int db_executemany_text(struct db_cur *cur, const char *sql, size_t length,
                        db_source *source, void *self, struct db_err *err);
int db_executemany_rows(struct db_cur *cur, const char *sql, const struct db_params *rows,
                        size_t count, struct db_err *err);

/* Runs all statements of a text and drops their rows; the first error ends it. With
 * legacy transaction control, an open transaction is COMMITTED first. */
int db_executescript(struct db_cur *cur, const char *sql, struct db_err *err);
int db_executescript_text(struct db_cur *cur, const char *sql, size_t length,
                          struct db_err *err);

/* Returns 1 and a row that is valid until the next call on this cursor; 0 at
 * the end, as often as asked; -1 on error, also when the last statement gave no
 * result set. */
int db_fetchone(struct db_cur *cur, const struct db_row **row, struct db_err *err);

/* The next `count` rows, fewer at the end; DB_ARRAYSIZE stands for the cursor's
 * arraysize. 0 gives no rows; a negative count is a ProgrammingError. Free the
 * rows with db_rows_free(). */
#define DB_ARRAYSIZE INT64_MIN
int db_fetchmany(struct db_cur *cur, int64_t count, struct db_rows *rows,
                 struct db_err *err);
int db_fetchall(struct db_cur *cur, struct db_rows *rows, struct db_err *err);
void db_rows_free(struct db_rows *rows);

/* The value of the column of that name (ASCII letters in either case), NULL if there
 * is none; of two columns of one name, the first. `row` is one of this cursor's last
 * statement. */
const struct db_value *db_row_get(const struct db_cur *cur, const struct db_row *row,
                                  const char *name);

/* Sees each row before it is handed out, and may change its values (what they point to
 * must outlive the row). Returns 0, or -1 with *err: then the fetch fails. */
typedef int db_row_factory(void *self, const struct db_cur *cur, struct db_row *row,
                           struct db_err *err);
/* NULL: rows as they are. A new cursor has its connection's. */
void db_set_row_factory(struct db_cur *cur, db_row_factory *factory, void *self);
void db_set_conn_row_factory(struct db_conn *conn, db_row_factory *factory, void *self);

/* Sees each text before its row's factory does. Without one, text must be UTF-8: other
 * bytes are an OperationalError of the fetch, as in Python. */
typedef int db_text_factory(void *self, struct db_value *text, struct db_err *err);
void db_set_text_factory(struct db_conn *conn, db_text_factory *factory, void *self);
/* Takes any bytes as they are. */
int db_text_as_is(void *self, struct db_value *text, struct db_err *err);

/* The attributes of a cursor can be read after it was closed, too. */
struct db_conn *db_connection(const struct db_cur *cur);
int64_t db_arraysize(const struct db_cur *cur); /* 1 at first */
int db_set_arraysize(struct db_cur *cur, int64_t arraysize, struct db_err *err);
/* NULL before the first statement and after one without a result set. Valid
 * until the next db_execute(). */
const struct db_description *db_description(const struct db_cur *cur);
/* Rows changed by INSERT, UPDATE, DELETE, REPLACE; otherwise -1. With RETURNING
 * it is 0 until the last row was fetched. */
int64_t db_rowcount(const struct db_cur *cur);
/* True and *rowid when an INSERT or REPLACE of this cursor has succeeded. */
bool db_lastrowid(const struct db_cur *cur, int64_t *rowid);

/* PEP 249 names these; SQLite has no such things. The first two are always a
 * NotSupportedError, the others do nothing. */
int db_callproc(struct db_cur *cur, const char *name, struct db_err *err);
int db_nextset(struct db_cur *cur, struct db_err *err);
int db_setinputsizes(struct db_cur *cur, struct db_err *err);
int db_setoutputsize(struct db_cur *cur, int64_t size, struct db_err *err);

#include "sqlite-demo/cursor_extend.h"
#include "sqlite-demo/cursor_storage.h"
#include "sqlite-demo/cursor_types.h"

#endif
