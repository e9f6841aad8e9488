/* u64: page numbers of 8 bytes each, little-endian, nothing else. */
#include <endian.h>
#include <string.h>

#include "vmsim/reader.h"
#include "vmsim/writer.h"

enum { LOOKED_AT = 4096 };

/* Text has no NUL, and page numbers in 8 bytes have many. That the size fits is asked
 * by reader_open(), so that it can say what is wrong with one that does not. */
static bool u64_looks(const unsigned char *start, size_t length, bool whole)
{
    (void)whole;
    return memchr(start, 0, length < LOOKED_AT ? length : LOOKED_AT);
}

static int u64_truncated(const struct reader *reader, size_t rest, struct error *error)
{
    return error_set(error, STATUS_REQUEST,
                     "%s: truncated: the last page number, at byte %llu, has %zu of its "
                     "8 bytes",
                     source_name(reader->source), (unsigned long long)reader->offset,
                     rest);
}

static int u64_read(struct reader *reader, struct access_batch *batch,
                    struct error *error)
{
    size_t wanted = (ACCESS_BATCH - batch->count) * 8;
    if (reader_fill(reader, wanted, error) < 0)
        return -1;
    size_t waiting = reader->end - reader->begin;
    if (waiting > 0 && waiting < 8)
        return u64_truncated(reader, waiting, error);
    size_t taken = waiting < wanted ? waiting - waiting % 8 : wanted;
    memcpy(&batch->page[batch->count], reader->buffer + reader->begin, taken);
    memset(&batch->write[batch->count], 0, taken / 8);
    for (size_t i = 0; i < taken / 8; i++, batch->count++)
        batch->page[batch->count] = le64toh(batch->page[batch->count]);
    reader->begin += taken;
    reader->offset += taken;
    return 0;
}

static int u64_write(struct writer *writer, const struct access_batch *batch,
                     struct error *error)
{
    for (size_t i = 0; i < batch->count; i++) {
        uint64_t page = htole64(batch->page[i]);
        if (writer_put(writer, &page, sizeof page, error) < 0)
            return -1;
    }
    return 0;
}

const struct trace_format format_u64 = {
    .name = "u64",
    .summary = "page numbers of 8 bytes each, little-endian",
    .looks = u64_looks,
    .read = u64_read,
    .write = u64_write,
};
