/* native: ring3's own format (.r3t): what each reference is for, and whose it is, in
 * one or two bytes for most of them, and with checksums.
 *
 *   head      8 bytes  89 'R' '3' 'T' 0d 0a 1a 0a   (a copy as text would spoil it)
 *             1        version: 1
 *             3        0
 *             4        CRC-32 of these 12 bytes
 *   block     4        references in it, 1 to 4096; 0: the last block
 *             4        bytes that follow, without the checksum
 *             …        the references
 *             4        CRC-32 of the block up to here
 *   at last   a block of 0 references and 8 bytes: how many there were in all.
 *
 * All numbers are little-endian. A reference is a difference d to the page that was
 * last referenced for the same purpose (read, write, modify, fetch), 0 at the start
 * of each block, made positive: z = 2d for d >= 0, and -2d - 1 below. It takes
 *
 *   bit   7      6 5 4 3         2          1 0
 *       more   z mod 16    a pid follows    kind
 *
 * then, if `more`, z / 16 with seven bits per byte, the lowest first, bit 7 saying
 * that another byte follows; then, if `a pid follows`, the process id in the same
 * way. Until the next one it holds, in this block.
 */
#include <endian.h>
#include <string.h>

#include "vmsim/reader.h"
#include "vmsim/writer.h"

enum {
    VERSION = 1,
    HEAD = 16,
    HEAD_SUMMED = 12,
    BLOCK_HEAD = 8,
    BLOCK_REFERENCES = 4096,
    REFERENCE_BYTES = 1 + 9 + 5, /* at most */
    BLOCK_BYTES = BLOCK_REFERENCES * REFERENCE_BYTES,
    KIND = 3,
    PID_FOLLOWS = 4,
    MORE = 128,
};

static const unsigned char magic[8] = "\x89R3T\r\n\x1a\n";

/* The CRC of gzip and Ethernet, reflected, polynomial 0xedb88320. */
static uint32_t crc32_of(const unsigned char *bytes, size_t length)
{
    static uint32_t table[256];
    for (uint32_t i = 0; !table[255] && i < 256; i++) {
        table[i] = i;
        for (int bit = 0; bit < 8; bit++)
            table[i] = table[i] >> 1 ^ (table[i] & 1 ? 0xedb88320 : 0);
    }
    uint32_t crc = ~0u;
    for (size_t i = 0; i < length; i++)
        crc = crc >> 8 ^ table[(crc ^ bytes[i]) & 0xff];
    return ~crc;
}

static uint32_t get32(const unsigned char *bytes)
{
    uint32_t value;
    memcpy(&value, bytes, sizeof value);
    return le32toh(value);
}

static void put32(unsigned char *bytes, uint32_t value)
{
    value = htole32(value);
    memcpy(bytes, &value, sizeof value);
}

/* What a reference is told by: the pages last referenced, and the process. */
struct context {
    uint64_t page[ACCESS_KINDS];
    uint32_t pid;
};

/* ---- reading ---- */

static bool native_looks(const unsigned char *start, size_t length, bool whole)
{
    (void)whole;
    return length >= sizeof magic && !memcmp(start, magic, sizeof magic);
}

static int damaged(const struct reader *reader, const char *what, struct error *error)
{
    return error_set(error, STATUS_REQUEST, "%s: at byte %llu: %s; get it again",
                     source_name(reader->source), (unsigned long long)reader->offset,
                     what);
}

static void take(struct reader *reader, size_t length)
{
    reader->begin += length;
    reader->offset += length;
}

static int native_start(struct reader *reader, struct error *error)
{
    const unsigned char *head = reader->buffer + reader->begin;
    if (reader->end - reader->begin < HEAD || memcmp(head, magic, sizeof magic) != 0)
        return damaged(reader, "no head of ring3's trace format", error);
    if (get32(head + HEAD_SUMMED) != crc32_of(head, HEAD_SUMMED))
        return damaged(reader, "the head is damaged", error);
    if (head[8] != VERSION)
        return error_set(error, STATUS_REQUEST,
                         "%s is of version %u of the native format; this vmsim knows "
                         "version %d",
                         source_name(reader->source), head[8], VERSION);
    take(reader, HEAD);
    return 0;
}

/* Seven bits per byte; false if it does not end before `end`, or in 64 bits. */
static bool get_number(const unsigned char **at, const unsigned char *end,
                       uint64_t *value)
{
    *value = 0;
    for (unsigned shift = 0; *at < end && shift < 64; shift += 7) {
        unsigned char byte = *(*at)++;
        *value |= (uint64_t)(byte & 127) << shift;
        if (byte < MORE)
            return true;
    }
    return false;
}

static bool get_reference(const unsigned char **at, const unsigned char *end,
                          struct context *context, struct access_batch *batch)
{
    if (*at >= end)
        return false;
    unsigned char first = *(*at)++;
    uint64_t high = 0, pid;
    if (first & MORE && !get_number(at, end, &high))
        return false;
    if (first & PID_FOLLOWS) {
        if (!get_number(at, end, &pid) || pid > UINT32_MAX)
            return false;
        context->pid = (uint32_t)pid;
    }
    uint64_t z = high << 4 | (first >> 3 & 15);
    enum access_kind kind = first & KIND;
    context->page[kind] += z >> 1 ^ (z & 1 ? UINT64_MAX : 0);
    batch_access(batch, context->page[kind], kind, context->pid);
    return true;
}

static int get_block(struct reader *reader, struct access_batch *batch, size_t count,
                     size_t bytes, struct error *error)
{
    const unsigned char *at = reader->buffer + reader->begin + BLOCK_HEAD;
    const unsigned char *end = at + bytes;
    struct context context = {0};
    for (size_t i = 0; i < count; i++)
        if (!get_reference(&at, end, &context, batch))
            return damaged(reader, "a reference is cut short", error);
    if (at != end)
        return damaged(reader, "a block is longer than its references", error);
    reader->references += count;
    return 0;
}

static int last_block(struct reader *reader, size_t bytes, struct error *error)
{
    const unsigned char *at = reader->buffer + reader->begin + BLOCK_HEAD;
    if (bytes != 8 || get32(at) + ((uint64_t)get32(at + 4) << 32) != reader->references)
        return damaged(reader,
                       "the number of references at the end is not that of those "
                       "read; blocks are missing",
                       error);
    take(reader, BLOCK_HEAD + bytes + 4);
    if (reader_fill(reader, 1, error) < 0)
        return -1;
    if (reader->end > reader->begin)
        return damaged(reader, "there is more after the end of the trace", error);
    return 0;
}

/* Makes a whole block wait in the buffer, and checks it. */
static int next_block(struct reader *reader, size_t *count, size_t *bytes,
                      struct error *error)
{
    if (reader_fill(reader, BLOCK_HEAD + BLOCK_BYTES + 4, error) < 0)
        return -1;
    const unsigned char *block = reader->buffer + reader->begin;
    size_t waiting = reader->end - reader->begin;
    if (waiting < BLOCK_HEAD)
        return damaged(reader, "the trace is cut short", error);
    *count = get32(block);
    *bytes = get32(block + 4);
    if (*count > BLOCK_REFERENCES || *bytes > BLOCK_BYTES)
        return damaged(reader, "a block is damaged", error);
    if (waiting < BLOCK_HEAD + *bytes + 4)
        return damaged(reader, "the trace is cut short", error);
    if (get32(block + BLOCK_HEAD + *bytes) != crc32_of(block, BLOCK_HEAD + *bytes))
        return damaged(reader, "the checksum of a block is wrong", error);
    return 0;
}

static int native_read(struct reader *reader, struct access_batch *batch,
                       struct error *error)
{
    batch->kinds = batch->pids = true;
    while (!reader->finished && ACCESS_BATCH - batch->count >= BLOCK_REFERENCES) {
        size_t count = 0, bytes = 0;
        if (next_block(reader, &count, &bytes, error) < 0)
            return -1;
        if (count == 0) {
            reader->finished = true;
            return last_block(reader, bytes, error);
        }
        if (get_block(reader, batch, count, bytes, error) < 0)
            return -1;
        take(reader, BLOCK_HEAD + bytes + 4);
    }
    return 0;
}

/* ---- writing ---- */

static int native_begin(struct writer *writer, struct error *error)
{
    unsigned char head[HEAD] = {0};
    memcpy(head, magic, sizeof magic);
    head[8] = VERSION;
    put32(head + HEAD_SUMMED, crc32_of(head, HEAD_SUMMED));
    return writer_put(writer, head, sizeof head, error);
}

static unsigned char *put_number(unsigned char *at, uint64_t value)
{
    for (; value >= MORE; value >>= 7)
        *at++ = (unsigned char)(value | MORE);
    *at++ = (unsigned char)value;
    return at;
}

static unsigned char *put_reference(unsigned char *at, struct context *context,
                                    const struct access_batch *batch, size_t i)
{
    enum access_kind kind = batch_kind(batch, i);
    uint32_t pid = batch->pids ? batch->pid[i] : 0;
    uint64_t d = batch->page[i] - context->page[kind];
    uint64_t z = d << 1 ^ (d >> 63 ? UINT64_MAX : 0);
    *at++ = (unsigned char)((z > 15 ? MORE : 0) | (z & 15) << 3 |
                            (pid != context->pid ? PID_FOLLOWS : 0) | kind);
    if (z > 15)
        at = put_number(at, z >> 4);
    if (pid != context->pid)
        at = put_number(at, pid);
    context->page[kind] = batch->page[i];
    context->pid = pid;
    return at;
}

static int put_block(struct writer *writer, unsigned char *block, size_t count,
                     size_t bytes, struct error *error)
{
    put32(block, (uint32_t)count);
    put32(block + 4, (uint32_t)bytes);
    put32(block + BLOCK_HEAD + bytes, crc32_of(block, BLOCK_HEAD + bytes));
    return writer_put(writer, block, BLOCK_HEAD + bytes + 4, error);
}

static int native_write(struct writer *writer, const struct access_batch *batch,
                        struct error *error)
{
    unsigned char block[BLOCK_HEAD + BLOCK_BYTES + 4];
    for (size_t begin = 0; begin < batch->count; begin += BLOCK_REFERENCES) {
        size_t end = begin + BLOCK_REFERENCES;
        end = end < batch->count ? end : batch->count;
        struct context context = {0};
        unsigned char *at = block + BLOCK_HEAD;
        for (size_t i = begin; i < end; i++)
            at = put_reference(at, &context, batch, i);
        if (put_block(writer, block, end - begin, (size_t)(at - block) - BLOCK_HEAD,
                      error) < 0)
            return -1;
    }
    return 0;
}

static int native_finish(struct writer *writer, struct error *error)
{
    unsigned char block[BLOCK_HEAD + 8 + 4];
    put32(block + BLOCK_HEAD, (uint32_t)writer->references);
    put32(block + BLOCK_HEAD + 4, (uint32_t)(writer->references >> 32));
    return put_block(writer, block, 0, 8, error);
}

const struct trace_format format_native = {
    .name = "native",
    .summary = "ring3's own (.r3t): small, with reads, writes, fetches and processes, "
               "checksummed",
    .looks = native_looks,
    .start = native_start,
    .read = native_read,
    .begin = native_begin,
    .write = native_write,
    .finish = native_finish,
};
