/* The witness: a second, independent connection to the same file, and the files
 * on disk as any process sees them.
 *
 * It waits for nobody (timeout 0) and holds no lock after looking. The files are
 * only asked for with stat(): opening and closing a database in the process that
 * uses it would drop SQLite's POSIX locks (sqlite.org/howtocorrupt.html, 2.2).
 */
#ifndef RING3_SQLITE_DEMO_WITNESS_H
#define RING3_SQLITE_DEMO_WITNESS_H

#include "sqlite-demo/cursor.h"

enum { SIGHT_ROWS = 5, SIGHT_COUNT_MAX = 1000, ROW_TEXT = 160 };

struct sight {
    bool looked; /* false: there is no file yet */
    int result;  /* 0, or -1 with the error */
    struct db_err err;
    size_t count; /* rows seen; SIGHT_COUNT_MAX + 1: more than that */
    size_t kept;  /* the first of them, as text */
    char rows[SIGHT_ROWS][ROW_TEXT];
};

struct disk_file {
    bool exists;
    int64_t size; /* bytes */
};

enum { DISK_DATABASE, DISK_JOURNAL, DISK_WAL, DISK_FILES };

struct disk {
    struct disk_file files[DISK_FILES];
};

struct witness {
    const char *path, *watch;
    struct db_conn *conn;
    struct db_cur *cur;
};

void witness_look(struct witness *witness, struct sight *sight);
void witness_close(struct witness *witness);
/* "2 rows", "no such table: film", "SQLITE_BUSY: database is locked". */
void sight_summary(const struct sight *sight, char *buffer, size_t size);
bool sight_same(const struct sight *a, const struct sight *b);

void disk_look(const char *path, struct disk *disk);
extern const char *const disk_suffixes[DISK_FILES]; /* "", "-journal", "-wal" */

/* A row as SQL literals: "'Metropolis', 1927", cut with "…". */
void row_text(const struct db_row *row, char *buffer, size_t size);

#endif
