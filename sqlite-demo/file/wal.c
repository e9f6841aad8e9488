#include "sqlite-demo/file/wal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "sqlite-demo/file/bytes.h"

enum { WAL_HEADER = 32, FRAME_HEADER = 24 };
enum { WAL_MAGIC = 0x377f0682, WAL_VERSION = 3007000 };

/* Pages of the frames so far; a page counts once its transaction ended. */
struct scan {
    bool big_endian; /* the words of the checksum */
    uint32_t sum[2];
    uint32_t *pages; /* by frame - 1 */
    uint32_t count, size;
    uint32_t committed, page_count;
};

static uint32_t word(const struct scan *scan, const uint8_t *at)
{
    uint32_t value = be32(at);
    return scan->big_endian ? value : __builtin_bswap32(value);
}

static void add_up(struct scan *scan, const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i + 8 <= size; i += 8) {
        scan->sum[0] += word(scan, bytes + i) + scan->sum[1];
        scan->sum[1] += word(scan, bytes + i + 4) + scan->sum[0];
    }
}

static bool sum_is(const struct scan *scan, const uint8_t *at)
{
    return scan->sum[0] == be32(at) && scan->sum[1] == be32(at + 4);
}

static bool header_is_good(struct scan *scan, const uint8_t *header, uint32_t page_size)
{
    uint32_t magic = be32(header);
    scan->big_endian = magic & 1;
    if ((magic & ~1u) != WAL_MAGIC || be32(header + 4) != WAL_VERSION ||
        be32(header + 8) != page_size)
        return false;
    add_up(scan, header, WAL_HEADER - 8);
    return sum_is(scan, header + 24);
}

static void add_frame(struct scan *scan, const uint8_t *frame)
{
    if (scan->count == scan->size) {
        scan->size = scan->size ? 2 * scan->size : 256;
        scan->pages = xreallocarray(scan->pages, scan->size, sizeof *scan->pages);
    }
    scan->pages[scan->count++] = be32(frame);
    uint32_t size = be32(frame + 4);
    if (size) {
        scan->committed = scan->count;
        scan->page_count = size;
    }
}

/* Reads frames until one does not belong. */
static void scan_frames(struct wal *wal, struct scan *scan, const uint8_t *header)
{
    size_t size = FRAME_HEADER + wal->page_size;
    cleanup_free uint8_t *frame = xcalloc(1, size);
    off_t at = WAL_HEADER;
    for (; pread(wal->fd, frame, size, at) == (ssize_t)size; at += (off_t)size) {
        if (memcmp(frame + 8, header + 16, 8) != 0 || be32(frame) == 0)
            return;
        add_up(scan, frame, 8);
        add_up(scan, frame + FRAME_HEADER, wal->page_size);
        if (!sum_is(scan, frame + 16))
            return;
        add_frame(scan, frame);
    }
}

/* Of two frames with the same page the later one counts. */
static void make_index(struct wal *wal, const struct scan *scan, uint64_t file_pages)
{
    uint64_t most = file_pages + scan->committed; /* no page beyond can be whole */
    wal->frames = scan->committed;
    wal->page_count = scan->page_count;
    for (uint32_t i = 0; i < scan->committed; i++)
        if (scan->pages[i] <= most && scan->pages[i] > wal->highest)
            wal->highest = scan->pages[i];
    if (wal->highest)
        wal->frame_of = calloc(wal->highest, sizeof *wal->frame_of);
    if (!wal->frame_of) {
        wal->highest = 0;
        return;
    }
    for (uint32_t i = 0; i < scan->committed; i++)
        if (scan->pages[i] <= wal->highest)
            wal->frame_of[scan->pages[i] - 1] = i + 1;
}

int wal_open(struct wal *wal, const char *path, uint32_t page_size, uint64_t file_pages,
             struct error *error)
{
    uint8_t header[WAL_HEADER];
    struct scan scan = {0};

    *wal = (struct wal){.fd = -1, .page_size = page_size};
    wal->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (wal->fd < 0 && errno == ENOENT)
        return 0;
    if (wal->fd < 0)
        return error_errno(error, STATUS_REQUEST, "%s", path);
    if (pread(wal->fd, header, sizeof header, 0) == WAL_HEADER &&
        header_is_good(&scan, header, page_size)) {
        scan_frames(wal, &scan, header);
        if (scan.committed)
            make_index(wal, &scan, file_pages);
    }
    free(scan.pages);
    return 0;
}

void wal_close(struct wal *wal)
{
    free(wal->frame_of);
    if (wal->fd >= 0)
        close(wal->fd);
    *wal = (struct wal){.fd = -1};
}

off_t wal_offset(const struct wal *wal, uint32_t frame)
{
    return WAL_HEADER + (off_t)(frame - 1) * (FRAME_HEADER + (off_t)wal->page_size) +
           FRAME_HEADER;
}
