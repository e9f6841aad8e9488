/* Text: one page number per line, decimal or 0x…, then r or w if it is told whether
 * the reference writes. Blank lines and lines that begin with # are passed over.
 * Blanks around the words do no harm.
 *
 * Nearly all lines are "DIGITS\n" or "DIGITS w\n": these are read in place, without
 * looking for the end of the line first. Whatever else stands there, and the last
 * line of the buffer, takes the careful way.
 */
#include <string.h>

#include "vmsim/reader.h"
#include "vmsim/writer.h"

/* A text has no NUL; that is enough to tell it from binary numbers. */
static bool text_looks(const unsigned char *start, size_t length, bool whole)
{
    (void)whole;
    return !memchr(start, 0, length);
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
        return (c | 0x20) - 'a' + 10;
    return 99;
}

bool parse_page_number(const char *text, size_t length, uint64_t *number)
{
    int base = 10;
    if (length > 2 && text[0] == '0' && (text[1] | 0x20) == 'x') {
        base = 16;
        text += 2;
        length -= 2;
    }
    *number = 0;
    for (size_t i = 0; i < length; i++) {
        int value = digit_value(text[i]);
        if (value >= base || __builtin_mul_overflow(*number, (uint64_t)base, number) ||
            __builtin_add_overflow(*number, (uint64_t)value, number))
            return false;
    }
    return length > 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static void trim(const char **line, size_t *length)
{
    while (*length > 0 && is_blank(**line))
        (*line)++, (*length)--;
    while (*length > 0 && is_blank((*line)[*length - 1]))
        (*length)--;
}

/* Takes " r" or " w" off the end of the line; false if there is none. */
static bool take_letter(const char *text, size_t *length, enum access_kind *kind)
{
    if (*length < 3 || !is_blank(text[*length - 2]))
        return false;
    char letter = (char)(text[*length - 1] | 0x20);
    if (letter != 'r' && letter != 'w')
        return false;
    *kind = letter == 'w' ? ACCESS_WRITE : ACCESS_READ;
    *length -= 2;
    trim(&text, length);
    return true;
}

/* The next line, whatever it looks like. Returns 1, 0 at the end, -1. */
static int careful_line(struct reader *reader, struct access_batch *batch,
                        struct error *error)
{
    const char *line;
    size_t length;
    int got = reader_line(reader, &line, &length, error);
    if (got <= 0)
        return got;
    const char *text = line;
    size_t left = length;
    trim(&text, &left);
    if (left == 0 || *text == '#')
        return 1;
    uint64_t page;
    enum access_kind kind = ACCESS_READ;
    take_letter(text, &left, &kind);
    if (!parse_page_number(text, left, &page))
        return reader_refuse(reader, line, length,
                             "is no page number below 2^64; write one per line, "
                             "decimal or 0x…, with r or w after it if you like",
                             error);
    batch_add(batch, page, access_writes(kind));
    return 1;
}

enum { DIGITS_MAX = 19 }; /* so many digits are below 2^64 */

/* Lines that are in the buffer as a whole, as long as they are of the usual kind.
 * The NULs that reader_fill() puts behind the last byte end every loop here. */
static void usual_lines(struct reader *reader, struct access_batch *batch)
{
    const unsigned char *start = reader->buffer + reader->begin, *line = start;
    while (batch->count < ACCESS_BATCH) {
        const unsigned char *at = line;
        uint64_t page = 0;
        for (unsigned digit; (digit = *at - (unsigned)'0') < 10; at++)
            page = page * 10 + digit;
        bool write = false;
        size_t digits = (size_t)(at - line);
        if (*at == ' ' && at[1] && ((at[1] | 0x20) == 'w' || (at[1] | 0x20) == 'r')) {
            write = (at[1] | 0x20) == 'w';
            at += 2;
        }
        if (*at != '\n' || digits == 0 || digits > DIGITS_MAX)
            break;
        batch_add(batch, page, write);
        reader->line++;
        line = at + 1;
    }
    reader->begin += (size_t)(line - start);
    reader->offset += (uint64_t)(line - start);
}

static int text_read(struct reader *reader, struct access_batch *batch,
                     struct error *error)
{
    while (batch->count < ACCESS_BATCH) {
        usual_lines(reader, batch);
        if (batch->count == ACCESS_BATCH)
            break;
        int got = careful_line(reader, batch, error);
        if (got <= 0)
            return got;
    }
    return 0;
}

static int text_write(struct writer *writer, const struct access_batch *batch,
                      struct error *error)
{
    for (size_t i = 0; i < batch->count; i++) {
        char text[24], *end = text + sizeof text, *at = end;
        *--at = '\n';
        if (batch->write[i]) {
            *--at = 'w';
            *--at = ' ';
        }
        uint64_t page = batch->page[i];
        do
            *--at = (char)('0' + page % 10);
        while (page /= 10);
        if (writer_put(writer, at, (size_t)(end - at), error) < 0)
            return -1;
    }
    return 0;
}

const struct trace_format format_text = {
    .name = "text",
    .summary = "one page number per line, decimal or 0x…, with r or w after it or not; "
               "# starts a comment line",
    .looks = text_looks,
    .read = text_read,
    .write = text_write,
};
