/* Collations and hooks: who is asked while a statement is compiled or runs.
 *
 * SQLite has one slot for each hook of a connection; it is given the connection, which
 * holds the learner's function. Collations are records of their own.
 */
#include <stdlib.h>

#include "sqlite-demo/cursor_internal.h"

struct collation {
    db_compare *compare;
    void *self;
};

static int on_compare(void *self, int a_length, const void *a, int b_length,
                      const void *b)
{
    const struct collation *collation = self;
    return collation->compare(collation->self, a, (size_t)a_length, b, (size_t)b_length);
}

int db_create_collation(struct db_conn *conn, const char *name, db_compare *compare,
                        void *self, struct db_err *err)
{
    struct collation *made = NULL;
    if (conn_usable(conn, err))
        return -1;
    if (compare) {
        made = calloc(1, sizeof *made);
        if (!made)
            return err_memory(err);
        *made = (struct collation){compare, self};
    }
    /* Unlike functions, a collation that was refused is not dropped by SQLite. */
    if (sqlite3_create_collation_v2(conn->db, name, SQLITE_UTF8, made,
                                    compare ? on_compare : NULL,
                                    compare ? free : NULL) != SQLITE_OK) {
        free(made);
        return err_sqlite(err, conn);
    }
    return 0;
}

static int on_authorize(void *self, int action, const char *a, const char *b,
                        const char *c, const char *d)
{
    const struct db_conn *conn = self;
    return conn->authorizer(conn->authorizer_self, action, a, b, c, d);
}

int db_set_authorizer(struct db_conn *conn, db_authorizer *authorizer, void *self,
                      struct db_err *err)
{
    if (conn_usable(conn, err))
        return -1;
    conn->authorizer = authorizer;
    conn->authorizer_self = self;
    if (sqlite3_set_authorizer(conn->db, authorizer ? on_authorize : NULL, conn) !=
        SQLITE_OK)
        return err_sqlite(err, conn);
    return 0;
}

static int on_progress(void *self)
{
    const struct db_conn *conn = self;
    return conn->progress(conn->progress_self);
}

int db_set_progress_handler(struct db_conn *conn, db_progress *progress, int steps,
                            void *self, struct db_err *err)
{
    if (conn_usable(conn, err))
        return -1;
    conn->progress = progress;
    conn->progress_self = self;
    sqlite3_progress_handler(conn->db, steps, progress ? on_progress : NULL, conn);
    return 0;
}

/* The text with its values, or without where that is too long for SQLite. */
static int on_trace(unsigned type, void *self, void *stmt, void *sql)
{
    const struct db_conn *conn = self;
    char *expanded = sqlite3_expanded_sql(stmt);
    (void)type, (void)sql;
    conn->trace(conn->trace_self, expanded ? expanded : sqlite3_sql(stmt));
    sqlite3_free(expanded);
    return 0;
}

int db_set_trace_callback(struct db_conn *conn, db_trace *trace, void *self,
                          struct db_err *err)
{
    if (conn_usable(conn, err))
        return -1;
    conn->trace = trace;
    conn->trace_self = self;
    sqlite3_trace_v2(conn->db, trace ? SQLITE_TRACE_STMT : 0, trace ? on_trace : NULL,
                     conn);
    return 0;
}

int db_interrupt(struct db_conn *conn, struct db_err *err)
{
    if (!conn->db)
        return db_fail(err, DB_PROGRAMMING_ERROR, "Cannot operate on a closed database.");
    sqlite3_interrupt(conn->db);
    return 0;
}
