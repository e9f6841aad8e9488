/* u64: page numbers of 8 bytes each, little-endian, nothing else. */
#include <endian.h>
#include <string.h>

#include "vmsim/reader.h"

/* The greatest page number that an address of 64 bits can have is below 2^52,
 * which tells page numbers from most other binary files. */
static bool u64_looks(const unsigned char *start, size_t length, bool whole)
{
    (void)whole;
    for (size_t i = 0; i + 8 <= length; i += 8)
        if (start[i + 7] != 0 || start[i + 6] >= 16)
            return false;
    return true;
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

const struct trace_format format_u64 = {
    .name = "u64",
    .summary = "page numbers of 8 bytes each, little-endian",
    .looks = u64_looks,
    .read = u64_read,
};
