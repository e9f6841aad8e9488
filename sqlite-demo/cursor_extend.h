/* The cursor library, second part: what SQL may call, and who may look on or stop it.
 *
 * Functions, aggregates, window functions and collations of your own; the authorizer,
 * the progress handler, tracing and interrupting. cursor.h includes this header.
 *
 * Whatever is called back gets the `self` it was registered with, and runs in the
 * thread that runs the statement. It must not use the cursor that is running: that is
 * a ProgrammingError, "Recursive use of cursors not allowed."
 */
#ifndef RING3_SQLITE_DEMO_CURSOR_EXTEND_H
#define RING3_SQLITE_DEMO_CURSOR_EXTEND_H

#include "sqlite-demo/cursor.h"

/* ---- functions ---------------------------------------------------------- */

/* Puts the answer into *result, which is NULL at first; a text or blob is copied when
 * this returns. Returns 0, or -1: the statement then fails with an OperationalError,
 * "user-defined function raised exception" (or with *err's message, if it sets one
 * and the connection follows PEP 249). */
typedef int db_call_function(void *self, const struct db_value *arguments, size_t count,
                             struct db_value *result, struct db_err *err);

struct db_function {
    const char *name;
    int arguments;          /* how many; -1: any number */
    bool deterministic;     /* the same arguments give the same answer: may be indexed */
    db_call_function *call; /* NULL: the function of that name is removed */
    void *self;
    void (*drop)(void *self); /* when it is replaced or the connection closed; or NULL */
};

int db_create_function(struct db_conn *conn, const struct db_function *function,
                       struct db_err *err);

/* A function of many rows. Each group (or window) has `size` bytes of its own, zero at
 * first and aligned to 8. With `value` and `inverse` it is a window function, too:
 * `inverse` takes a row out that leaves the window, `value` gives the answer for the rows
 * in it now. */
struct db_aggregate {
    const char *name;
    int arguments;
    size_t size;
    int (*step)(void *self, void *state, const struct db_value *arguments, size_t count,
                struct db_err *err); /* NULL: the aggregate is removed */
    int (*inverse)(void *self, void *state, const struct db_value *arguments,
                   size_t count, struct db_err *err);
    int (*value)(void *self, void *state, struct db_value *result, struct db_err *err);
    /* The last call for each state, also after an error; `result` may be ignored then. */
    int (*finish)(void *self, void *state, struct db_value *result, struct db_err *err);
    void *self;
    void (*drop)(void *self);
};

int db_create_aggregate(struct db_conn *conn, const struct db_aggregate *aggregate,
                        struct db_err *err);

/* Compares two texts: below, at or above zero. Texts need not end with a NUL. */
typedef int db_compare(void *self, const char *a, size_t a_length, const char *b,
                       size_t b_length);

/* `compare` NULL removes it. */
int db_create_collation(struct db_conn *conn, const char *name, db_compare *compare,
                        void *self, struct db_err *err);

/* ---- hooks -------------------------------------------------------------- */

/* Asked while a statement is compiled, once for each thing it would do: `action` and
 * what a to d mean is in sqlite.org/c3ref/c_alter_table.html. Answers 0 (allowed), 1
 * (SQLITE_DENY: the statement fails with "not authorized") or 2 (SQLITE_IGNORE: a
 * column reads as NULL). */
typedef int db_authorizer(void *self, int action, const char *a, const char *b,
                          const char *c, const char *d);
int db_set_authorizer(struct db_conn *conn, db_authorizer *authorizer, void *self,
                      struct db_err *err);

/* Called about every `steps` steps of SQLite's machine, in bursts: it cannot be used to
 * follow them one by one. Not 0: the statement ends with "interrupted". */
typedef int db_progress(void *self);
int db_set_progress_handler(struct db_conn *conn, db_progress *progress, int steps,
                            void *self, struct db_err *err);

/* Told of each statement that begins to run, its values filled in. */
typedef void db_trace(void *self, const char *sql);
int db_set_trace_callback(struct db_conn *conn, db_trace *trace, void *self,
                          struct db_err *err);

/* Ends the statements that run on the connection, with "interrupted". This one may be
 * called from any thread, as long as nobody closes the connection meanwhile. */
int db_interrupt(struct db_conn *conn, struct db_err *err);

#endif
