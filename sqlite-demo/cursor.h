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
 * "WITH … INSERT" begin nothing.
 *
 * One row ahead. db_execute() runs the statement to its first row, and each
 * fetch hands out the present row and runs to the next. So an error in row n+1
 * is reported by the fetch of row n, and the last row's fetch ends the statement
 * and releases its lock.
 *
 * Threads: one thread at a time per connection and its cursors.
 *
 * Not there yet: named parameters, executemany, executescript, the attribute
 * autocommit, changing isolation_level, row and text factories, iterdump,
 * backup, blobs, user functions, hooks, type objects, the statement cache, the
 * check for a second thread.
 *
 * Sources: PEP 249; CPython 3.13, Doc/library/sqlite3.rst and Modules/_sqlite;
 * docs/sqlite-demo.md says what was taken where those two disagree.
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
};

struct db_err {
    enum db_class class;
    int code;         /* SQLite's extended result code; 0: not SQLite's error */
    const char *name; /* "SQLITE_CONSTRAINT_UNIQUE"; "" when code is 0 */
    int offset;       /* byte of the SQL text that it is about; -1: unknown */
    char message[512];
};

const char *db_class_name(enum db_class class); /* "OperationalError" */
bool db_class_is_a(enum db_class class, enum db_class ancestor);
/* "SQLITE_BUSY_SNAPSHOT" for 517; NULL for a number that is none. */
const char *db_code_name(int extended_code);

/* ---- values ------------------------------------------------------------- */

enum db_type { DB_NULL, DB_INT, DB_REAL, DB_TEXT, DB_BLOB };

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

/* Values for the question marks of a statement, in order. They are read during
 * the call only. */
struct db_params {
    const struct db_value *values;
    size_t count;
};

#define DB_NONE ((struct db_params){NULL, 0})
#define DB_PARAMS(...)                                                                   \
    ((struct db_params){(const struct db_value[]){__VA_ARGS__},                          \
                        sizeof((const struct db_value[]){__VA_ARGS__}) /                 \
                            sizeof(struct db_value)})

/* ---- connections -------------------------------------------------------- */

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
 *     sqlite3_errmsg, sqlite3_error_offset
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
};

#define DB_DEFAULTS ((struct db_options){.timeout = 5.0, .isolation_level = ""})

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

#endif
