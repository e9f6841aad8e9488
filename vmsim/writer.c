/* Which format and packing a new trace gets, and the buffer in front of the sink. */
#include "vmsim/writer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"

enum { STANDARD_PAGE_SHIFT = 12 };

static const struct {
    const char *suffix, *format;
} suffixes[] = {
    {".txt", "text"},     {".text", "text"}, {".u64", "u64"},    {".lackey", "lackey"},
    {".trace", "lackey"}, {".csv", "csv"},   {".r3t", "native"},
};

const char *writer_format_of(const char *path)
{
    static const char *const packings[] = {".gz", ".xz", ".zst"};
    size_t length = strlen(path);
    if (!strcmp(path, "-"))
        return "text";
    for (size_t i = 0; i < sizeof packings / sizeof packings[0]; i++) {
        size_t end = strlen(packings[i]);
        if (length > end && !strcmp(path + length - end, packings[i])) {
            length -= end;
            break;
        }
    }
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        size_t end = strlen(suffixes[i].suffix);
        if (length > end && !strncmp(path + length - end, suffixes[i].suffix, end))
            return suffixes[i].format;
    }
    return NULL;
}

static const struct trace_format *find_format(const char *name)
{
    for (size_t i = 0; trace_formats[i]; i++)
        if (!strcmp(trace_formats[i]->name, name))
            return trace_formats[i];
    return NULL;
}

static int choose(struct writer *writer, const char *path,
                  const struct writer_request *request, struct error *error)
{
    bool automatic = !request->format || !strcmp(request->format, "auto");
    const char *name = automatic ? writer_format_of(path) : request->format;
    name = name ? name : "native";
    writer->format = find_format(name);
    if (!writer->format)
        return error_set(error, STATUS_REQUEST, "unknown trace format '%s'", name);
    if (request->columns && writer->format != &format_csv)
        return error_set(error, STATUS_REQUEST,
                         "columns are chosen for csv only, and this is %s", name);
    uint64_t size = request->page_size;
    if (size & (size - 1))
        return error_set(error, STATUS_REQUEST,
                         "--page-size %llu: a page is a power of two bytes; try 4096",
                         (unsigned long long)size);
    writer->page_shift = size ? (unsigned)__builtin_ctzll(size) : STANDARD_PAGE_SHIFT;
    return csv_choose_columns(&writer->csv,
                              request->columns ? request->columns : "page,op", error);
}

struct writer *writer_open(const char *path, const struct writer_request *request,
                           struct error *error)
{
    struct writer *writer = xcalloc(1, sizeof *writer);
    if (choose(writer, path, request, error) < 0 ||
        !(writer->sink = sink_open(path, request->pack, error))) {
        free(writer);
        return NULL;
    }
    if (writer->format->begin && writer->format->begin(writer, error) < 0) {
        writer_abandon(writer);
        return NULL;
    }
    return writer;
}

static int flush(struct writer *writer, struct error *error)
{
    int result = sink_write(writer->sink, writer->buffer, writer->length, error);
    writer->length = 0;
    return result;
}

int writer_put(struct writer *writer, const void *bytes, size_t length,
               struct error *error)
{
    if (length > sizeof writer->buffer - writer->length && flush(writer, error) < 0)
        return -1;
    memcpy(writer->buffer + writer->length, bytes, length);
    writer->length += length;
    return 0;
}

int writer_print(struct writer *writer, struct error *error, const char *format, ...)
{
    char text[256];
    va_list values;
    va_start(values, format);
    int length = vsnprintf(text, sizeof text, format, values);
    va_end(values);
    return writer_put(writer, text, (size_t)length, error);
}

int writer_batch(struct writer *writer, const struct access_batch *batch,
                 struct error *error)
{
    writer->references += batch->count;
    return writer->format->write(writer, batch, error);
}

int writer_commit(struct writer *writer, struct error *error)
{
    if ((writer->format->finish && writer->format->finish(writer, error) < 0) ||
        flush(writer, error) < 0) {
        writer_abandon(writer);
        return -1;
    }
    int result = sink_commit(writer->sink, error);
    free(writer);
    return result;
}

void writer_abandon(struct writer *writer)
{
    sink_abandon(writer->sink);
    free(writer);
}
