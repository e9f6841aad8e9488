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

/* The most particular first. */
const struct trace_format *const trace_formats[] = {
    &format_native, &format_lackey, &format_csv, &format_text, &format_u64, NULL,
};

/* Behind the last byte, so that a format may look a little ahead of it. */
enum { NULS = 8 };

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
    memset(reader->buffer + reader->end, 0, NULS);
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

/* What people give in the place of a trace. */
static const struct {
    size_t at; /* how many bytes come before the magic number */
    const char *magic, *what;
} foreign[] = {
    {0,
     "\x7f"
     "ELF",
     "a program, and no trace (vmsim record -o FILE -- PROGRAM makes one of it)"},
    {0, "SQLite format 3", "a database, and no trace"},
    {0, "PK\3\4", "a zip file, and no trace; unpack it"},
    {0, "%PDF", "a PDF, and no trace"},
    {0, "\x89PNG", "a picture, and no trace"},
    {0, "!<arch>", "a library, and no trace"},
    {257, "ustar", "a tar archive, and no trace; unpack it"},
};

static const char *foreign_content(const struct reader *reader)
{
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        size_t at = foreign[i].at, length = strlen(foreign[i].magic);
        if (reader->end - reader->begin >= at + length &&
            !memcmp(reader->buffer + reader->begin + at, foreign[i].magic, length))
            return foreign[i].what;
    }
    return NULL;
}

static int unknown_content(const struct reader *reader, struct error *error)
{
    return error_set(error, STATUS_REQUEST,
                     "%s is no trace: neither lines of page numbers, nor CSV, lackey's "
                     "output or ring3's own, nor 64-bit page numbers (--format u64 reads "
                     "it anyway)",
                     source_name(reader->source));
}

/* A file with NULs of 8n + 3 bytes: numbers of 8 bytes that were cut, or none at all. */
static int odd_size(const struct reader *reader, uint64_t size, struct error *error)
{
    return error_set(error, STATUS_REQUEST,
                     "%s is no trace: it is binary, but %llu bytes are no multiple of 8 "
                     "(--format u64 reads it until there)",
                     source_name(reader->source), (unsigned long long)size);
}

static int find_format(struct reader *reader, struct error *error)
{
    const unsigned char *start = reader->buffer + reader->begin;
    size_t length = reader->end - reader->begin;
    const char *what = foreign_content(reader);
    if (what)
        return error_set(error, STATUS_REQUEST, "%s is %s", source_name(reader->source),
                         what);
    for (size_t i = 0; trace_formats[i] && !reader->format; i++)
        if (trace_formats[i]->looks(start, length, reader->ended))
            reader->format = trace_formats[i];
    uint64_t size = reader->ended ? length : source_size(reader->source);
    if (reader->format == &format_u64 && size % 8)
        return odd_size(reader, size, error);
    return reader->format ? 0 : unknown_content(reader, error);
}

static int choose_format(struct reader *reader, const char *name, struct error *error)
{
    if (!name)
        return find_format(reader, error);
    for (size_t i = 0; trace_formats[i]; i++)
        if (!strcmp(trace_formats[i]->name, name))
            reader->format = trace_formats[i];
    if (reader->format)
        return 0;
    return error_set(error, STATUS_REQUEST, "unknown trace format '%s'", name);
}

static int choose_page_size(struct reader *reader, uint64_t size, struct error *error)
{
    if (size && !reader->addresses)
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

static int start(struct reader *reader, const struct trace_options *options,
                 struct error *error)
{
    const char *name =
        options->format && strcmp(options->format, "auto") ? options->format : NULL;
    if (reader_fill(reader, READER_BUFFER, error) < 0)
        return -1;
    if (reader->end == 0)
        return error_set(error, STATUS_REQUEST, "%s is empty",
                         source_name(reader->source));
    if (choose_format(reader, name, error) < 0)
        return -1;
    if (options->columns && reader->format != &format_csv)
        return error_set(error, STATUS_REQUEST,
                         "--columns: %s is a %s trace, and only csv has columns",
                         source_name(reader->source), reader->format->name);
    reader->columns = options->columns;
    reader->totals = options->totals;
    reader->addresses = reader->format->addresses;
    if (reader->format->start && reader->format->start(reader, error) < 0)
        return -1;
    return choose_page_size(reader, options->page_size, error);
}

struct reader *reader_open(const char *path, const struct trace_options *options,
                           struct error *error)
{
    struct reader *reader = xcalloc(1, sizeof *reader);
    reader->source = source_open(path, error);
    reader->buffer = xreallocarray(NULL, READER_BUFFER + NULS, 1);
    if (!reader->source || start(reader, options, error) < 0) {
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
    free(reader->spaces.pids);
    free(reader);
}

void reader_access(struct reader *reader, uint64_t address, uint64_t size,
                   enum access_kind kind, uint32_t pid)
{
    uint64_t last = (address + (size - 1)) >> reader->page_shift;
    reader->more_page = address >> reader->page_shift;
    reader->more_pages = last - reader->more_page + 1;
    reader->more_kind = kind;
    reader->more_pid = pid;
}

void reader_deliver(struct reader *reader, struct access_batch *batch)
{
    for (; reader->more_pages > 0 && batch->count < ACCESS_BATCH; reader->more_pages--)
        batch_access(batch, reader->more_page++, reader->more_kind, reader->more_pid);
}

/* The number of the process's address space; -1 if there are too many. */
static int space_of(struct spaces *spaces, uint32_t pid)
{
    if (spaces->count > 0 && spaces->pids[spaces->last] == pid)
        return (int)spaces->last;
    for (spaces->last = 0; spaces->last < spaces->count; spaces->last++)
        if (spaces->pids[spaces->last] == pid)
            return (int)spaces->last;
    if (spaces->count == SPACES_MAX)
        return -1;
    if (!spaces->pids)
        spaces->pids = xcalloc(SPACES_MAX, sizeof *spaces->pids);
    spaces->pids[spaces->count++] = pid;
    return (int)spaces->last;
}

static int number_spaces(struct reader *reader, struct access_batch *batch,
                         struct error *error)
{
    for (size_t i = 0; i < batch->count; i++) {
        int space = space_of(&reader->spaces, batch->pid[i]);
        if (space < 0)
            return error_set(error, STATUS_REQUEST,
                             "%s: more than %d processes; split the trace",
                             source_name(reader->source), SPACES_MAX);
        if (reader->spaces.count > 1 && batch->page[i] >> SPACE_SHIFT)
            return error_set(error, STATUS_REQUEST,
                             "%s: page %llu is not below 2^%d, as it must be in a trace "
                             "of several processes",
                             source_name(reader->source),
                             (unsigned long long)batch->page[i], SPACE_SHIFT);
        batch->page[i] |= (uint64_t)space << SPACE_SHIFT;
    }
    return 0;
}

static void add_totals(const struct reader *reader, const struct access_batch *batch)
{
    uint64_t *kinds = reader->totals->kinds;
    if (!batch->kinds && !batch->writes)
        kinds[ACCESS_READ] += batch->count;
    else
        for (size_t i = 0; i < batch->count; i++)
            kinds[batch->kinds ? batch->kind[i] : batch->write[i]]++;
    reader->totals->format = reader->format->name;
    reader->totals->processes = reader->spaces.count;
}

int reader_read(struct reader *reader, struct access_batch *batch, struct error *error)
{
    batch->count = 0;
    batch->writes = batch->kinds = batch->pids = false;
    if (reader->format->read(reader, batch, error) < 0)
        return -1;
    if (batch->pids && !reader->raw && number_spaces(reader, batch, error) < 0)
        return -1;
    if (reader->totals)
        add_totals(reader, batch);
    return 0;
}
