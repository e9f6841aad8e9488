/* Blobs as files: read and written in place, piece by piece, without a statement.
 *
 * A blob knows where it stands; its size is fixed. Like a cursor it outlives its
 * connection, only to say that it is closed.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "sqlite-demo/cursor_internal.h"

struct db_blob {
    struct db_conn *conn;
    struct db_blob *next;
    sqlite3_blob *handle; /* NULL: closed */
    int64_t offset;
};

int db_blob_open(struct db_conn *conn, const char *table, const char *column,
                 int64_t rowid, const struct db_blob_options *options,
                 struct db_blob **blob, struct db_err *err)
{
    const char *schema = options && options->schema ? options->schema : "main";
    bool writable = !options || !options->readonly;
    struct db_blob *made;

    *blob = NULL;
    if (conn_usable(conn, err))
        return -1;
    made = calloc(1, sizeof *made);
    if (!made)
        return err_memory(err);
    if (sqlite3_blob_open(conn->db, schema, table, column, rowid, writable,
                          &made->handle) != SQLITE_OK) {
        free(made);
        return err_sqlite(err, conn);
    }
    made->conn = conn;
    made->next = conn->blobs;
    conn->blobs = made;
    *blob = made;
    return 0;
}

static void blob_end(struct db_blob *blob)
{
    sqlite3_blob_close(blob->handle);
    blob->handle = NULL;
}

void blobs_close(struct db_conn *conn)
{
    for (struct db_blob *blob = conn->blobs; blob; blob = blob->next)
        blob_end(blob);
}

int db_blob_close(struct db_blob *blob, struct db_err *err)
{
    if (conn_usable(blob->conn, err))
        return -1;
    blob_end(blob);
    return 0;
}

void db_blob_free(struct db_blob *blob)
{
    struct db_blob **place;
    if (!blob)
        return;
    blob_end(blob);
    for (place = &blob->conn->blobs; *place != blob; place = &(*place)->next)
        ;
    *place = blob->next;
    conn_release(blob->conn);
    free(blob);
}

static int blob_usable(const struct db_blob *blob, struct db_err *err)
{
    if (conn_usable(blob->conn, err))
        return -1;
    if (!blob->handle)
        return db_fail(err, DB_PROGRAMMING_ERROR, "Cannot operate on a closed blob.");
    return 0;
}

int db_blob_length(struct db_blob *blob, int64_t *length, struct db_err *err)
{
    if (blob_usable(blob, err))
        return -1;
    *length = sqlite3_blob_bytes(blob->handle);
    return 0;
}

int db_blob_tell(struct db_blob *blob, int64_t *offset, struct db_err *err)
{
    if (blob_usable(blob, err))
        return -1;
    *offset = blob->offset;
    return 0;
}

int db_blob_seek(struct db_blob *blob, int64_t offset, int origin, struct db_err *err)
{
    int64_t length, base;
    if (blob_usable(blob, err))
        return -1;
    length = sqlite3_blob_bytes(blob->handle);
    if (origin == SEEK_SET)
        base = 0;
    else if (origin == SEEK_CUR)
        base = blob->offset;
    else if (origin == SEEK_END)
        base = length;
    else
        return err_either(err, blob->conn, DB_PROGRAMMING_ERROR, DB_VALUE_ERROR,
                          "'origin' should be os.SEEK_SET, os.SEEK_CUR, or os.SEEK_END");
    if (conn_is_python(blob->conn) && base && offset > INT_MAX - base)
        return db_fail(err, DB_OVERFLOW_ERROR, "seek offset results in offset overflow");
    if (offset < -base || offset > length - base)
        return err_either(err, blob->conn, DB_PROGRAMMING_ERROR, DB_VALUE_ERROR,
                          "offset out of blob range");
    blob->offset = base + offset;
    return 0;
}

/* An expired blob has no bytes; where none are asked for, it is not asked either. */
int db_blob_read(struct db_blob *blob, int64_t count, void **bytes, size_t *got,
                 struct db_err *err)
{
    int64_t left;
    *bytes = NULL;
    *got = 0;
    if (blob_usable(blob, err))
        return -1;
    left = sqlite3_blob_bytes(blob->handle) - blob->offset;
    if (count < 0 || count > left)
        count = left;
    if (count < 0)
        count = 0; /* it has expired and shrunk to nothing */
    *bytes = malloc((size_t)count + 1);
    if (!*bytes)
        return err_memory(err);
    if (count == 0)
        return 0;
    if (sqlite3_blob_read(blob->handle, *bytes, (int)count, (int)blob->offset) !=
        SQLITE_OK) {
        free(*bytes);
        *bytes = NULL;
        return err_sqlite(err, blob->conn);
    }
    *got = (size_t)count;
    blob->offset += count;
    return 0;
}

int db_blob_write(struct db_blob *blob, const void *bytes, size_t count,
                  struct db_err *err)
{
    if (blob_usable(blob, err))
        return -1;
    if ((int64_t)count > sqlite3_blob_bytes(blob->handle) - blob->offset)
        return err_either(err, blob->conn, DB_PROGRAMMING_ERROR, DB_VALUE_ERROR,
                          "data longer than blob length");
    if (sqlite3_blob_write(blob->handle, bytes, (int)count, (int)blob->offset) !=
        SQLITE_OK)
        return err_sqlite(err, blob->conn);
    blob->offset += (int64_t)count;
    return 0;
}
