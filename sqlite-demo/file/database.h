/* A SQLite file, read by us: its header and its pages, nothing of SQLite.
 *
 * Pages are read when they are first asked for, and stay in memory until the file
 * is closed, so that what points into one stays good. A page of the write-ahead
 * log that was committed takes the place of the page in the file.
 *
 * A file may be damaged, or made to do harm. Every function that looks at what
 * the file says checks it first, returns -1 (or NULL) and leaves in `fault` which
 * byte of which page says something that cannot be. Nothing outside of a page is
 * ever read.
 *
 * Format: sqlite.org/fileformat.html.
 */
#ifndef RING3_SQLITE_FILE_DATABASE_H
#define RING3_SQLITE_FILE_DATABASE_H

#include <stdbool.h>
#include <stdint.h>

#include "labs/kit/error.h"
#include "sqlite-demo/file/memory.h"
#include "sqlite-demo/file/wal.h"

enum { HEADER_SIZE = 100 }; /* the beginning of page 1 */

enum text_encoding { TEXT_UTF8 = 1, TEXT_UTF16LE = 2, TEXT_UTF16BE = 3 };

/* What bytes 0 to 99 say, as far as anybody here asks. */
struct database_header {
    bool wal;               /* bytes 18 and 19 are 2 */
    uint32_t reserved;      /* 20: bytes at the end of each page that are not used */
    uint32_t changes;       /* 24: counts the transactions */
    uint32_t pages;         /* 28: size of the file in pages; 0 in old files */
    uint32_t free_trunk;    /* 32: the first page of the free list; 0: none */
    uint32_t free_pages;    /* 36 */
    uint32_t schema_cookie; /* 40: counts the changes of the schema */
    uint32_t largest_root;  /* 52: not 0: there are pointer map pages */
    uint32_t encoding;      /* 56: enum text_encoding */
    uint32_t user_version;  /* 60 */
    uint32_t application;   /* 68 */
    uint32_t valid_for;     /* 92: byte 28 is right if this is `changes` */
    uint32_t version;       /* 96: of the SQLite that wrote last: 3040001 */
};

/* What cannot be, and where. */
struct fault {
    uint32_t page;   /* 0: the file as a whole */
    uint32_t offset; /* of the byte within the page */
    char what[160];
};

struct btree_page;

struct database {
    int fd;
    uint32_t page_size;
    uint32_t usable;     /* bytes of a page without the reserved ones */
    uint32_t page_count; /* as the header or the log says */
    uint32_t stored;     /* pages that are really there: 1 … stored */
    struct database_header header;
    uint8_t **pages; /* by number - 1; NULL: not read yet */
    /* What the headers of pages say, by number - 1; page.h. NULL: nobody asked yet. */
    struct btree_page *read;
    struct page_memory memory;
    struct wal wal; /* wal.frames is 0 if there is none */
    uint64_t file_reads, wal_reads;
    struct fault fault;
};

/* Opens `path` and, if there is one, `path`-wal. An error of the request: not a
 * database, encrypted, cut off within its header. */
int database_open(struct database *db, const char *path, struct error *error);
void database_close(struct database *db);

const uint8_t *database_load(struct database *db, uint32_t number);

/* The bytes of a page, page_size of them; page 1 begins with the header. */
static inline const uint8_t *database_page(struct database *db, uint32_t number)
{
    if (number - 1 < db->stored && db->pages[number - 1])
        return db->pages[number - 1];
    return database_load(db, number);
}

/* Fills db->fault; returns -1. */
int database_fault(struct database *db, uint32_t page, uint32_t offset,
                   const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The fault as an error: "page 25, byte 312: …"; returns -1. */
int fault_error(const struct database *db, struct error *error);

/* The page that holds no data, because byte 2^30 of the file is used for locks. */
uint32_t database_lock_page(const struct database *db);

#endif
