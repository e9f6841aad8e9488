/* The cursor library, third part: a database as bytes.
 *
 * Blobs opened as files, backups, dumps, serialized databases, limits, settings and
 * extensions. cursor.h includes this header.
 */
#ifndef RING3_SQLITE_DEMO_CURSOR_STORAGE_H
#define RING3_SQLITE_DEMO_CURSOR_STORAGE_H

#include "sqlite-demo/cursor.h"

/* ---- blobs -------------------------------------------------------------- */

/* One blob (or text) of one row, read and written in place like a file. Its size
 * cannot change. When its row is changed by other means, it expires: an
 * OperationalError, SQLITE_ABORT. Closing the connection closes it. */
struct db_blob;

struct db_blob_options {
    bool readonly;
    const char *schema; /* NULL: "main" */
};

/* Free *blob with db_blob_free(); on failure it is NULL. `options` may be NULL. */
int db_blob_open(struct db_conn *conn, const char *table, const char *column,
                 int64_t rowid, const struct db_blob_options *options,
                 struct db_blob **blob, struct db_err *err);
int db_blob_close(struct db_blob *blob, struct db_err *err); /* again: nothing */
void db_blob_free(struct db_blob *blob);

int db_blob_length(struct db_blob *blob, int64_t *length, struct db_err *err);
int db_blob_tell(struct db_blob *blob, int64_t *offset, struct db_err *err);
/* `origin` as for fseek(): SEEK_SET, SEEK_CUR, SEEK_END. The end itself is allowed. */
int db_blob_seek(struct db_blob *blob, int64_t offset, int origin, struct db_err *err);
/* Reads up to `count` bytes from where it stands, all that are left if it is negative
 * or too large: *bytes are to be freed with free(), *got is how many. */
int db_blob_read(struct db_blob *blob, int64_t count, void **bytes, size_t *got,
                 struct db_err *err);
/* All of it must fit before the end. */
int db_blob_write(struct db_blob *blob, const void *bytes, size_t count,
                  struct db_err *err);

/* ---- copies ------------------------------------------------------------- */

struct db_backup_options {
    int pages; /* copied at a time; 0 or less: all at once */
    /* Told after each step SQLite's answer (0, SQLITE_BUSY …, SQLITE_DONE at the end)
     * and what is left. Returns 0, or -1 with *err, which ends the backup. */
    int (*progress)(void *self, int code, int remaining, int total, struct db_err *err);
    void *self;
    double sleep;       /* seconds before the next try if somebody has a lock */
    const char *schema; /* of the source; NULL: "main" */
};

#define DB_BACKUP_DEFAULTS ((struct db_backup_options){.sleep = 0.250})

/* Copies a database into `target`, which loses what it held, while others go on using
 * it. `options` may be NULL. It gives up when a lock stays for longer than the
 * connection's timeout; with `compat` it tries for ever, as Python does. */
int db_backup(struct db_conn *source, struct db_conn *target,
              const struct db_backup_options *options, struct db_err *err);

/* Gets each line of a dump; `sql` ends with a NUL. Not 0: ends the dump, with *err. */
typedef int db_dump_line(void *self, const char *sql, size_t length, struct db_err *err);
/* The database as SQL text that makes it again. `filter` (NULL: all) is a LIKE pattern
 * for the names of tables, indexes, views and triggers. */
int db_iterdump(struct db_conn *conn, const char *filter, db_dump_line *line, void *self,
                struct db_err *err);

/* The database as the bytes that its file would have. Free *bytes with db_free().
 * `schema` NULL: "main". */
int db_serialize(struct db_conn *conn, const char *schema, unsigned char **bytes,
                 size_t *length, struct db_err *err);
void db_free(void *bytes);
/* Takes the place of `schema` by a database in memory with a copy of these bytes. */
int db_deserialize(struct db_conn *conn, const char *schema, const unsigned char *bytes,
                   size_t length, struct db_err *err);

/* ---- limits, settings, extensions --------------------------------------- */

/* SQLITE_LIMIT_…: sqlite.org/c3ref/c_limit_attached.html. */
int db_getlimit(struct db_conn *conn, int category, int *limit, struct db_err *err);
/* *old (may be NULL) is what it was. More than SQLite was built for is cut to that. */
int db_setlimit(struct db_conn *conn, int category, int limit, int *old,
                struct db_err *err);
/* SQLITE_DBCONFIG_… that are on or off. */
int db_getconfig(struct db_conn *conn, int option, bool *on, struct db_err *err);
int db_setconfig(struct db_conn *conn, int option, bool on, struct db_err *err);

/* Off at first: an extension is code that runs with all your rights. */
int db_enable_load_extension(struct db_conn *conn, bool on, struct db_err *err);
/* `entry` NULL: as SQLite derives it from the file's name. */
int db_load_extension(struct db_conn *conn, const char *path, const char *entry,
                      struct db_err *err);

/* True if the text ends with a whole statement: for a prompt that reads lines. */
bool db_complete_statement(const char *sql);

#endif
