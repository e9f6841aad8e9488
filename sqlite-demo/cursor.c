/* Cursors: how they come and go, and their attributes. cursor_execute.c and
 * cursor_fetch.c have what they do. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sqlite-demo/cursor_internal.h"

int cursor_usable(const struct db_cur *cur, struct db_err *err)
{
    if (cur->closed)
        return db_fail(err, DB_PROGRAMMING_ERROR, "Cannot operate on a closed cursor.");
    if (conn_usable(cur->conn, err))
        return -1;
    if (cur->locked)
        return db_fail(err, DB_PROGRAMMING_ERROR,
                       "Recursive use of cursors not allowed.");
    return 0;
}

int db_cursor(struct db_conn *conn, struct db_cur **cur, struct db_err *err)
{
    struct db_cur *made;

    *cur = NULL;
    if (conn_usable(conn, err))
        return -1;
    made = calloc(1, sizeof *made);
    if (!made)
        return err_memory(err);
    made->conn = conn;
    made->rowcount = -1;
    made->arraysize = 1;
    made->row_factory = conn->row_factory;
    made->row_factory_self = conn->row_factory_self;
    made->next = conn->cursors;
    conn->cursors = made;
    *cur = made;
    return 0;
}

int db_cursor_close(struct db_cur *cur, struct db_err *err)
{
    if (conn_usable(cur->conn, err))
        return -1;
    if (cur->locked)
        return db_fail(err, DB_PROGRAMMING_ERROR,
                       "Recursive use of cursors not allowed.");
    statement_release(cur->conn, &cur->statement);
    cur->closed = true;
    return 0;
}

void db_cursor_free(struct db_cur *cur)
{
    struct db_cur **place;
    if (!cur)
        return;
    statement_release(cur->conn, &cur->statement);
    description_drop(cur);
    free(cur->block.row);
    for (place = &cur->conn->cursors; *place != cur; place = &(*place)->next)
        ;
    *place = cur->next;
    conn_release(cur->conn);
    free(cur);
}

struct db_conn *db_connection(const struct db_cur *cur)
{
    return cur->conn;
}

int64_t db_arraysize(const struct db_cur *cur)
{
    return cur->arraysize;
}

/* CPython takes a negative one up to 3.13.7. */
int db_set_arraysize(struct db_cur *cur, int64_t arraysize, struct db_err *err)
{
    bool lenient = conn_is_python(cur->conn) && cur->conn->compat < DB_CPYTHON_3_14;
    if (arraysize < 0 && !lenient)
        return err_either(err, cur->conn, DB_PROGRAMMING_ERROR, DB_VALUE_ERROR,
                          "arraysize must not be negative");
    if (conn_is_python(cur->conn) && !lenient && arraysize > UINT32_MAX)
        return db_fail(err, DB_OVERFLOW_ERROR,
                       "Python int too large to convert to C int");
    cur->arraysize = arraysize;
    return 0;
}

const struct db_description *db_description(const struct db_cur *cur)
{
    return cur->description;
}

int64_t db_rowcount(const struct db_cur *cur)
{
    return cur->rowcount;
}

bool db_lastrowid(const struct db_cur *cur, int64_t *rowid)
{
    if (cur->has_lastrowid)
        *rowid = cur->lastrowid;
    return cur->has_lastrowid;
}

const struct db_value *db_row_get(const struct db_cur *cur, const struct db_row *row,
                                  const char *name)
{
    const struct db_description *description = cur->description;
    for (size_t i = 0; description && i < description->count && i < row->count; i++)
        if (!strcasecmp(description->columns[i].name, name))
            return &row->values[i];
    return NULL;
}

void db_set_row_factory(struct db_cur *cur, db_row_factory *factory, void *self)
{
    cur->row_factory = factory;
    cur->row_factory_self = self;
}

int db_callproc(struct db_cur *cur, const char *name, struct db_err *err)
{
    (void)cur;
    return db_fail(err, DB_NOT_SUPPORTED_ERROR,
                   "SQLite has no stored procedures: cannot call %s", name);
}

int db_nextset(struct db_cur *cur, struct db_err *err)
{
    (void)cur;
    return db_fail(err, DB_NOT_SUPPORTED_ERROR,
                   "a statement of SQLite gives one result set at most");
}

int db_setinputsizes(struct db_cur *cur, struct db_err *err)
{
    return cursor_usable(cur, err);
}

int db_setoutputsize(struct db_cur *cur, int64_t size, struct db_err *err)
{
    (void)size;
    return cursor_usable(cur, err);
}
