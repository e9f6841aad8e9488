/* What all trace formats share: the buffer, lines, and finding out which format
 * a trace has.
 */
#include "vmsim/reader.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"

enum { STANDARD_PAGE_SIZE = 4096 };

/* Lackey first: its lines are the most particular. */
const struct trace_format *const trace_formats[] = {
    &format_lackey,
    &format_text,
    &format_u64,
    NULL,
};

int reader_fill(struct reader *reader, size_t size, struct error *error)
{
    if (reader->ended || reader->end - reader->begin >= size)
        return 0;
    memmove(reader->buffer, reader->buffer + reader->begin, reader->end - reader->begin);
    reader->end -= reader->begin;
    reader->begin = 0;
    size_t room = READER_BUFFER - reader->end;
    ssize_t got = source_read(reader->source, reader->buffer + reader->end, room, error);
    if (got < 0)
        return -1;
    reader->end += (size_t)got;
    reader->ended = (size_t)got < room;
    return 0;
}

int reader_line(struct reader *reader, const char **line, size_t *length,
                struct error *error)
{
    if (reader_fill(reader, READER_LINE_MAX + 1, error) < 0)
        return -1;
    size_t waiting = reader->end - reader->begin;
    if (waiting == 0)
        return 0;
    size_t limit = waiting <= READER_LINE_MAX ? waiting : READER_LINE_MAX + 1;
    const unsigned char *start = reader->buffer + reader->begin;
    const unsigned char *newline = memchr(start, '\n', limit);
    reader->line++;
    if (!newline && limit > READER_LINE_MAX)
        return error_set(error, STATUS_REQUEST,
                         "%s:%llu: the line is longer than %d bytes; this is no trace",
                         source_name(reader->source), (unsigned long long)reader->line,
                         READER_LINE_MAX);
    *line = (const char *)start;
    *length = newline ? (size_t)(newline - start) : waiting;
    size_t taken = *length + (newline != NULL);
    reader->begin += taken;
    reader->offset += taken;
    if (*length > 0 && start[*length - 1] == '\r')
        (*length)--;
    return 1;
}

/* Bytes of a foreign file in a message: what cannot be shown becomes \xNN. */
static void quote(const char *bytes, size_t length, char *text, size_t size)
{
    size_t end = 0, i = 0;
    for (; i < length && end + 8 < size; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c >= ' ' && c < 127)
            text[end++] = (char)c;
        else
            end += (size_t)snprintf(text + end, size - end, "\\x%02x", c);
    }
    snprintf(text + end, size - end, "%s", i < length ? "…" : "");
}

int reader_refuse(const struct reader *reader, const char *line, size_t length,
                  const char *complaint, struct error *error)
{
    char seen[64];
    quote(line, length, seen, sizeof seen);
    return error_set(error, STATUS_REQUEST, "%s:%llu: '%s' %s",
                     source_name(reader->source), (unsigned long long)reader->line, seen,
                     complaint);
}

static int unknown_content(const struct reader *reader, struct error *error)
{
    return error_set(error, STATUS_REQUEST,
                     "%s is no trace: neither lines of page numbers, nor lackey's "
                     "output, nor 64-bit page numbers (--format u64 reads it anyway)",
                     source_name(reader->source));
}

static int choose_format(struct reader *reader, const char *name, struct error *error)
{
    const unsigned char *start = reader->buffer + reader->begin;
    size_t length = reader->end - reader->begin;
    for (size_t i = 0; trace_formats[i]; i++) {
        const struct trace_format *format = trace_formats[i];
        if (name ? !strcmp(format->name, name)
                 : format->looks(start, length, reader->ended)) {
            reader->format = format;
            return 0;
        }
    }
    if (name)
        return error_set(error, STATUS_REQUEST, "unknown trace format '%s'", name);
    return unknown_content(reader, error);
}

static int choose_page_size(struct reader *reader, uint64_t size, struct error *error)
{
    if (size && !reader->format->addresses)
        return error_set(error, STATUS_REQUEST,
                         "--page-size: %s is a %s trace, which holds page numbers, not "
                         "addresses; leave the option out",
                         source_name(reader->source), reader->format->name);
    if (size == 0)
        size = STANDARD_PAGE_SIZE;
    if (size & (size - 1))
        return error_set(error, STATUS_REQUEST,
                         "--page-size %llu: a page is a power of two bytes; try 4096",
                         (unsigned long long)size);
    reader->page_shift = (unsigned)__builtin_ctzll(size);
    return 0;
}

struct reader *reader_open(const char *path, const struct trace_options *options,
                           struct error *error)
{
    struct reader *reader = xcalloc(1, sizeof *reader);
    const char *name =
        options->format && strcmp(options->format, "auto") ? options->format : NULL;
    reader->source = source_open(path, error);
    reader->buffer = xreallocarray(NULL, READER_BUFFER, 1);
    if (!reader->source || reader_fill(reader, READER_BUFFER, error) < 0 ||
        (reader->end == 0 &&
         error_set(error, STATUS_REQUEST, "%s is empty", source_name(reader->source))) ||
        choose_format(reader, name, error) < 0 ||
        choose_page_size(reader, options->page_size, error) < 0) {
        reader_close(reader);
        return NULL;
    }
    return reader;
}

void reader_close(struct reader *reader)
{
    if (!reader)
        return;
    source_close(reader->source);
    free(reader->buffer);
    free(reader);
}

int reader_read(struct reader *reader, struct access_batch *batch, struct error *error)
{
    batch->count = 0;
    batch->writes = false;
    return reader->format->read(reader, batch, error);
}
