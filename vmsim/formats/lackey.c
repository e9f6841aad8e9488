/* lackey: what `valgrind --tool=lackey --trace-mem=yes` writes.
 *
 *     ==123== …              valgrind's own words: passed over, as is --123-- …
 *     I  0401ab70,3          instruction fetch of 3 bytes
 *      S 1fff000608,8        store
 *      L 04033e06,4          load
 *      M 04033e06,1          modify: a load and a store of one place
 *
 * Addresses are hexadecimal without 0x, sizes decimal. M counts once and makes
 * the page dirty. An access that crosses into the next page references both.
 */
#include <string.h>

#include "vmsim/lackey_line.h"
#include "vmsim/reader.h"
#include "vmsim/writer.h"

/* More than any instruction of today touches; what is beyond is damage. */
enum { ACCESS_SIZE_MAX = 65536 };

static bool parse_hexadecimal(const char **text, const char *end, uint64_t *value)
{
    const char *start = *text;
    for (*value = 0; *text < end; (*text)++) {
        char c = (char)(**text | 0x20);
        uint64_t digit;
        if (**text >= '0' && **text <= '9')
            digit = (uint64_t) * *text - '0';
        else if (c >= 'a' && c <= 'f')
            digit = (uint64_t)c - 'a' + 10;
        else
            break;
        *value = *value << 4 | digit;
    }
    return *text > start && *text - start <= 16;
}

static bool parse_size(const char *text, const char *end, uint64_t *value)
{
    if (text == end || end - text > 5)
        return false;
    for (*value = 0; text < end && *text >= '0' && *text <= '9'; text++)
        *value = *value * 10 + (uint64_t)(*text - '0');
    return text == end && *value >= 1 && *value <= ACCESS_SIZE_MAX;
}

bool lackey_line(const char *line, size_t length, struct lackey_access *access)
{
    const char *end = line + length, *text = line + 3;
    if (length < 6 || line[2] != ' ')
        return false;
    if (!(line[0] == 'I' && line[1] == ' ') &&
        !(line[0] == ' ' && (line[1] == 'S' || line[1] == 'L' || line[1] == 'M')))
        return false;
    access->kind = line[0] == 'I'   ? ACCESS_FETCH
                   : line[1] == 'S' ? ACCESS_WRITE
                   : line[1] == 'M' ? ACCESS_MODIFY
                                    : ACCESS_READ;
    if (!parse_hexadecimal(&text, end, &access->address) || text == end || *text != ',')
        return false;
    return parse_size(text + 1, end, &access->size) &&
           access->address + (access->size - 1) >= access->address;
}

static bool is_chatter(const char *line, size_t length)
{
    return length == 0 ||
           (length >= 2 && (!memcmp(line, "==", 2) || !memcmp(line, "--", 2)));
}

static bool lackey_looks(const unsigned char *start, size_t length, bool whole)
{
    const char *line = (const char *)start, *end = line + length;
    struct lackey_access access;
    while (line < end) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        size_t taken = (size_t)((newline ? newline : end) - line);
        if (!is_chatter(line, taken))
            return (newline || whole) && lackey_line(line, taken, &access);
        line += taken + 1;
    }
    /* Nothing but valgrind's own words. */
    return length >= 2 && !memcmp(start, "==", 2);
}

static int lackey_read(struct reader *reader, struct access_batch *batch,
                       struct error *error)
{
    const char *line;
    size_t length;
    batch->kinds = true;
    reader_deliver(reader, batch);
    while (batch->count < ACCESS_BATCH) {
        int got = reader_line(reader, &line, &length, error);
        if (got <= 0)
            return got;
        if (is_chatter(line, length))
            continue;
        struct lackey_access access;
        if (!lackey_line(line, length, &access))
            return reader_refuse(reader, line, length,
                                 "is no line of lackey, such as ' L 04033e06,4'", error);
        reader_access(reader, access.address, access.size, access.kind, 0);
        reader_deliver(reader, batch);
    }
    return 0;
}

/* A reference to a page becomes an access of one byte at its start. */
static int lackey_write(struct writer *writer, const struct access_batch *batch,
                        struct error *error)
{
    static const char *const marks[ACCESS_KINDS] = {" L", " S", " M", "I "};
    for (size_t i = 0; i < batch->count; i++) {
        if (batch->page[i] > UINT64_MAX >> writer->page_shift)
            return error_set(error, STATUS_REQUEST,
                             "page %llu is beyond the last address; lackey's format "
                             "holds addresses, so choose another one with --to",
                             (unsigned long long)batch->page[i]);
        unsigned long long address = batch->page[i] << writer->page_shift;
        if (writer_print(writer, error, "%s %08llx,1\n", marks[batch_kind(batch, i)],
                         address) < 0)
            return -1;
    }
    return 0;
}

const struct trace_format format_lackey = {
    .name = "lackey",
    .summary = "the memory trace of valgrind's lackey: I, L, S, M, address and size",
    .addresses = true,
    .looks = lackey_looks,
    .read = lackey_read,
    .write = lackey_write,
};
