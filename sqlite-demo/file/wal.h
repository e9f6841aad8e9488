/* The write-ahead log: pages that were committed and not yet copied into the file.
 *
 *     header 32 bytes    magic, version, page size, checkpoint, salts, checksum
 *     frame  24 bytes    page number, database size if it ends a transaction,
 *                        salts, checksum over all up to here
 *            a page
 *     frame …
 *
 * What counts are the frames up to the last one that ends a transaction, as far
 * as salts and checksums agree: the rest is from an earlier use of the file, or
 * was not committed. The index that SQLite keeps in memory (-shm) is not needed:
 * it is what we make here. Source: sqlite.org/fileformat.html, 4.
 */
#ifndef RING3_SQLITE_FILE_WAL_H
#define RING3_SQLITE_FILE_WAL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "labs/kit/error.h"

struct wal {
    int fd;              /* -1: no log */
    uint32_t frames;     /* that count */
    uint32_t page_count; /* of the database after the last one */
    uint32_t page_size;
    uint32_t *frame_of; /* by page number - 1: its newest frame, from 1; 0: none */
    uint32_t highest;   /* length of frame_of */
};

/* A log that is not there, is empty, or holds no whole transaction is no error.
 * `file_pages` is the size of the file itself. */
int wal_open(struct wal *wal, const char *path, uint32_t page_size, uint64_t file_pages,
             struct error *error);
void wal_close(struct wal *wal);

/* The frame that holds the page now; 0: the file does. */
static inline uint32_t wal_frame(const struct wal *wal, uint32_t number)
{
    return number - 1 < wal->highest ? wal->frame_of[number - 1] : 0;
}

/* Where the page of a frame begins in the log. */
off_t wal_offset(const struct wal *wal, uint32_t frame);

#endif
