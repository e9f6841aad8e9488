/* Loading traces: batches from a reader, numbered densely, appended. */
#include "vmsim/trace.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "vmsim/limit.h"
#include "vmsim/tables.h"

/* Times are 32 bits wide, and NEVER is not one of them. */
#define REFERENCES_MAX ((size_t)UINT32_MAX - 1)

static size_t words(size_t references)
{
    return (references + 63) / 64;
}

/* A page costs this at most, just after its hash table has grown, and its number; a
 * reference costs its id and the time of its next use. */
enum { PAGE_BYTES = 24, REFERENCE_BYTES = 8 };

/* What there is memory for, beside so many pages. */
static size_t references_most(size_t pages)
{
    uint64_t limit = memory_limit(), used = (uint64_t)pages * PAGE_BYTES;
    size_t most = used < limit ? (size_t)((limit - used) / REFERENCE_BYTES) : 0;
    return most < REFERENCES_MAX ? most : REFERENCES_MAX;
}

static int too_long(const struct trace *trace, struct error *error)
{
    if (trace->count >= REFERENCES_MAX - ACCESS_BATCH)
        return error_set(error, STATUS_REQUEST,
                         "the trace has more than %zu references, which is the most that "
                         "can be counted; split it",
                         trace->count);
    return error_set(
        error, STATUS_REQUEST,
        "the trace has more than %zu references to %u pages, which is all "
        "that the %llu MB of memory this process may use can hold; split it, or "
        "get an estimate: vmsim curve --sample 0.01",
        trace->count, trace->pages.count, (unsigned long long)(memory_limit() >> 20));
}

/* All the pages of the batch may be new. */
static int reserve(struct trace *trace, size_t more, struct error *error)
{
    size_t most = references_most(trace->pages.count + more);
    if (trace->count + more > most)
        return too_long(trace, error);
    if (trace->count + more <= trace->size)
        return 0;
    size_t old = trace->size;
    trace->size = old ? old * 2 : 1 << 16;
    if (trace->size > most)
        trace->size = most;
    trace->page =
        table_resize(trace->page, trace->size, sizeof *trace->page, "the trace");
    if (trace->write) {
        trace->write = table_resize(trace->write, words(trace->size), 8, "the trace");
        memset(trace->write + words(old), 0, (words(trace->size) - words(old)) * 8);
    }
    return 0;
}

static void note_writes(struct trace *trace, const struct access_batch *batch)
{
    if (!trace->write)
        trace->write = table_new(words(trace->size), 8, "the trace");
    for (size_t i = 0; i < batch->count; i++) {
        size_t time = trace->count + i;
        trace->write[time / 64] |= (uint64_t)batch->write[i] << (time % 64);
    }
}

static int append(struct trace *trace, const struct access_batch *batch,
                  struct error *error)
{
    if (reserve(trace, batch->count, error) < 0)
        return -1;
    if (batch->writes)
        note_writes(trace, batch);
    pages_number(&trace->pages, batch->page, batch->count, trace->page + trace->count);
    trace->count += batch->count;
    return 0;
}

static int load(struct trace *trace, struct reader *reader, struct error *error)
{
    cleanup_free struct access_batch *batch = xcalloc(1, sizeof *batch);
    do {
        if (reader_read(reader, batch, error) < 0 || append(trace, batch, error) < 0)
            return -1;
    } while (batch->count > 0);
    if (trace->count == 0)
        return error_set(error, STATUS_REQUEST, "%s holds no reference",
                         source_name(reader->source));
    return 0;
}

int trace_load(struct trace *trace, const char *path, const struct trace_options *options,
               struct error *error)
{
    *trace = (struct trace){0};
    struct reader *reader = reader_open(path, options, error);
    if (!reader)
        return -1;
    int result = load(trace, reader, error);
    reader_close(reader);
    if (result < 0)
        trace_free(trace);
    else if (options->ids_only)
        pages_forget(&trace->pages);
    else
        pages_list(&trace->pages);
    return result;
}

/* One item of "1,2,3"; *text is moved past it and its comma. */
static int string_item(const char **text, uint64_t *page, struct error *error)
{
    size_t length = strcspn(*text, ",");
    if (!parse_page_number(*text, length, page))
        return error_set(error, STATUS_REQUEST,
                         "--string: '%.*s' is no page number below 2^64; write 1,2,3,…",
                         (int)(length < 40 ? length : 40), *text);
    *text += length + ((*text)[length] == ',');
    return 0;
}

int trace_from_string(struct trace *trace, const char *string, struct error *error)
{
    *trace = (struct trace){0};
    cleanup_free struct access_batch *batch = xcalloc(1, sizeof *batch);
    size_t length = strlen(string);
    if (length == 0 || string[length - 1] == ',')
        return error_set(error, STATUS_REQUEST,
                         "--string: a page number is missing at the end; write 1,2,3,…");
    for (const char *text = string; *text;) {
        batch->count = 0;
        while (*text && batch->count < ACCESS_BATCH) {
            uint64_t page;
            if (string_item(&text, &page, error) < 0) {
                trace_free(trace);
                return -1;
            }
            batch_add(batch, page, false);
        }
        if (append(trace, batch, error) < 0)
            return -1;
    }
    pages_list(&trace->pages);
    return 0;
}

void trace_free(struct trace *trace)
{
    free(trace->page);
    free(trace->write);
    free(trace->next);
    pages_free(&trace->pages);
    *trace = (struct trace){0};
}

void trace_look_ahead(struct trace *trace)
{
    if (trace->next)
        return;
    static const char what[] = "the future of the trace";
    trace->next = table_resize(NULL, trace->count, sizeof *trace->next, what);
    cleanup_free uint32_t *seen =
        table_resize(NULL, trace->pages.count, sizeof *seen, what);
    memset(seen, 0xff, trace->pages.count * sizeof *seen); /* NEVER */
    for (size_t time = trace->count; time-- > 0;) {
        trace->next[time] = seen[trace->page[time]];
        seen[trace->page[time]] = (uint32_t)time;
    }
}

struct references trace_references(const struct trace *trace, size_t begin, size_t end)
{
    return (struct references){.page = trace->page,
                               .write = trace->write,
                               .next = trace->next,
                               .begin = begin,
                               .end = end};
}
