#include "sqlite-demo/file/database.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "sqlite-demo/file/bytes.h"

static const char magic[16] = "SQLite format 3";

/* ---- faults ---- */

int database_fault(struct database *db, uint32_t page, uint32_t offset,
                   const char *format, ...)
{
    va_list arguments;
    db->fault = (struct fault){.page = page, .offset = offset};
    va_start(arguments, format);
    vsnprintf(db->fault.what, sizeof db->fault.what, format, arguments);
    va_end(arguments);
    return -1;
}

int fault_error(const struct database *db, struct error *error)
{
    const struct fault *fault = &db->fault;
    if (!fault->page)
        return error_set(error, STATUS_REQUEST, "%s", fault->what);
    return error_set(error, STATUS_REQUEST, "page %u, byte %u: %s", fault->page,
                     fault->offset, fault->what);
}

/* ---- opening ---- */

/* All or what there is; -1 on an error of the disk. */
static ssize_t read_fully(int fd, uint8_t *to, size_t size, off_t offset)
{
    size_t done = 0;
    while (done < size) {
        ssize_t got = pread(fd, to + done, size - done, offset + (off_t)done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    return (ssize_t)done;
}

static void parse_header(const uint8_t *bytes, struct database_header *header)
{
    *header = (struct database_header){
        .wal = bytes[18] == 2 && bytes[19] == 2,
        .reserved = bytes[20],
        .changes = be32(bytes + 24),
        .pages = be32(bytes + 28),
        .free_trunk = be32(bytes + 32),
        .free_pages = be32(bytes + 36),
        .schema_cookie = be32(bytes + 40),
        .largest_root = be32(bytes + 52),
        .encoding = be32(bytes + 56),
        .user_version = be32(bytes + 60),
        .application = be32(bytes + 68),
        .valid_for = be32(bytes + 92),
        .version = be32(bytes + 96),
    };
}

static int check_header(struct database *db, const char *path, const uint8_t *bytes,
                        struct error *error)
{
    if (memcmp(bytes, magic, sizeof magic) != 0)
        return error_set(error, STATUS_REQUEST,
                         "%s: not a SQLite database, or encrypted: it does not begin "
                         "with \"SQLite format 3\"",
                         path);
    uint32_t size = be16(bytes + 16);
    db->page_size = size == 1 ? 65536 : size;
    if (db->page_size < 512 || (db->page_size & (db->page_size - 1)))
        return error_set(error, STATUS_REQUEST,
                         "%s: page 1, byte 16: %u is no page size (512 to 65536, a "
                         "power of two)",
                         path, db->page_size);
    parse_header(bytes, &db->header);
    db->usable = db->page_size - db->header.reserved;
    if (db->usable < 480)
        return error_set(error, STATUS_REQUEST,
                         "%s: page 1, byte 20: %u reserved bytes leave too little of a "
                         "page",
                         path, db->header.reserved);
    return 0;
}

/* How many pages there are: the log knows best, then the header, if the last who
 * wrote kept it (byte 92), then the size of the file. */
static int count_pages(struct database *db, const char *path, uint64_t whole,
                       struct error *error)
{
    const struct database_header *header = &db->header;
    if (db->wal.frames)
        db->page_count = db->wal.page_count;
    else if (header->pages && header->valid_for == header->changes)
        db->page_count = header->pages;
    else
        db->page_count = (uint32_t)(whole < UINT32_MAX ? whole : UINT32_MAX);
    uint64_t stored = whole + db->wal.frames;
    if (stored > db->page_count)
        stored = db->page_count;
    db->stored = (uint32_t)stored;
    db->pages = calloc(db->stored ? db->stored : 1, sizeof *db->pages);
    if (!db->pages || !db->stored)
        return error_set(error, STATUS_REQUEST, "%s: %s", path,
                         db->stored ? "out of memory" : "has no pages");
    return 0;
}

static int open_file(struct database *db, const char *path, struct error *error)
{
    struct stat status;
    uint8_t bytes[HEADER_SIZE];

    db->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (db->fd < 0)
        return error_errno(error, STATUS_REQUEST, "%s", path);
    if (fstat(db->fd, &status) < 0)
        return error_errno(error, STATUS_REQUEST, "%s", path);
    if (!S_ISREG(status.st_mode))
        return error_set(error, STATUS_REQUEST, "%s: is not a regular file", path);
    ssize_t got = read_fully(db->fd, bytes, sizeof bytes, 0);
    if (got < 0)
        return error_errno(error, STATUS_REQUEST, "%s", path);
    if (got < HEADER_SIZE)
        return error_set(error, STATUS_REQUEST,
                         got ? "%s: ends after %zd bytes, within the header of 100"
                             : "%s: is empty: a database without a table yet",
                         path, got);
    if (check_header(db, path, bytes, error) < 0)
        return -1;
    cleanup_free char *log = xasprintf("%s-wal", path);
    uint64_t whole = ((uint64_t)status.st_size + db->page_size - 1) / db->page_size;
    if (wal_open(&db->wal, log, db->page_size, whole, error) < 0)
        return -1;
    return count_pages(db, path, whole, error);
}

/* The header that counts is that of the newest page 1. */
int database_open(struct database *db, const char *path, struct error *error)
{
    *db = (struct database){.fd = -1, .wal.fd = -1};
    if (open_file(db, path, error) < 0) {
        database_close(db);
        return -1;
    }
    const uint8_t *first = database_page(db, 1);
    if (!first) {
        fault_error(db, error);
        error_wrap(error, "%s", path);
        database_close(db);
        return -1;
    }
    parse_header(first, &db->header);
    return 0;
}

void database_close(struct database *db)
{
    page_memory_free(&db->memory);
    free(db->pages);
    free(db->read);
    wal_close(&db->wal);
    if (db->fd >= 0)
        close(db->fd);
    *db = (struct database){.fd = -1, .wal.fd = -1};
}

/* ---- pages ---- */

uint32_t database_lock_page(const struct database *db)
{
    return (1u << 30) / db->page_size + 1;
}

/* -1: read error; else the bytes that are there. */
static ssize_t read_page(struct database *db, uint32_t number, uint8_t *to)
{
    uint32_t frame = wal_frame(&db->wal, number);
    db->file_reads += frame == 0;
    db->wal_reads += frame != 0;
    if (frame)
        return read_fully(db->wal.fd, to, db->page_size, wal_offset(&db->wal, frame));
    return read_fully(db->fd, to, db->page_size,
                      (off_t)(number - 1) * (off_t)db->page_size);
}

static int check_number(struct database *db, uint32_t number)
{
    if (number == 0 || number > db->page_count)
        return database_fault(db, number, 0, "there is no such page: the file has %u",
                              db->page_count);
    if (number > db->stored)
        return database_fault(db, number, 0,
                              "the file is cut off: it holds %u of its %u pages",
                              db->stored, db->page_count);
    return 0;
}

const uint8_t *database_load(struct database *db, uint32_t number)
{
    if (check_number(db, number) < 0)
        return NULL;
    uint8_t *bytes = page_memory_take(&db->memory, db->page_size);
    if (!bytes) {
        database_fault(db, number, 0, "out of memory");
        return NULL;
    }
    ssize_t got = read_page(db, number, bytes);
    if (got != (ssize_t)db->page_size) {
        page_memory_untake(&db->memory, db->page_size);
        database_fault(db, number, got < 0 ? 0 : (uint32_t)got,
                       got < 0 ? "cannot be read" : "the file ends within this page");
        return NULL;
    }
    return db->pages[number - 1] = bytes;
}
