/* Text: one page number per line, decimal or 0x…; blank lines and lines that
 * begin with # are passed over. Blanks around the number do no harm.
 */
#include <string.h>

#include "vmsim/reader.h"

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

static int text_read(struct reader *reader, struct access_batch *batch,
                     struct error *error)
{
    const char *line;
    size_t length;
    while (batch->count < ACCESS_BATCH) {
        int got = reader_line(reader, &line, &length, error);
        if (got <= 0)
            return got;
        const char *text = line;
        size_t trimmed = length;
        trim(&text, &trimmed);
        if (trimmed == 0 || *text == '#')
            continue;
        uint64_t page;
        if (!parse_page_number(text, trimmed, &page))
            return reader_refuse(reader, line, length,
                                 "is no page number below 2^64; write one per line, "
                                 "decimal or 0x…",
                                 error);
        batch_add(batch, page, false);
    }
    return 0;
}

const struct trace_format format_text = {
    .name = "text",
    .summary = "one page number per line, decimal or 0x…; # starts a comment line",
    .looks = text_looks,
    .read = text_read,
};
