/* Simulations over a trace while it is read.
 *
 * There are two windows. While the simulations run over one, this thread reads the
 * next into the other and numbers its pages, and then takes part in what is left to
 * simulate. A page table grows, by a sixteenth, before the first window that has more
 * pages than it knows.
 */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "vmsim/engine_parts.h"
#include "vmsim/limit.h"
#include "vmsim/progress.h"
#include "vmsim/workers.h"

/* References in a window; a multiple of 64, for the bits of writes. */
enum { WINDOW = 1 << 19 };

struct window {
    uint32_t *page;
    uint64_t *write;
    bool writes; /* there are any in it */
    size_t count;
    uint64_t first; /* the time of its first reference */
    uint32_t pages; /* distinct ones up to its end */
};

struct stream {
    struct engine *engine;
    struct reader *reader;
    struct access_batch *batch;
    struct pages pages;
    struct window windows[2], *running, *filling;
    bool failed; /* while reading; `error` has the reason */
    atomic_bool no_memory;
    struct error *error;
};

static void clear_window(struct window *window, uint64_t first)
{
    memset(window->write, 0, WINDOW / 8);
    window->writes = false;
    window->count = 0;
    window->first = first;
}

/* The batch may have more than the window has room for: WINDOW is a multiple of it. */
static void append(struct stream *stream)
{
    const struct access_batch *batch = stream->batch;
    struct window *window = stream->filling;
    pages_number(&stream->pages, batch->page, batch->count, window->page + window->count);
    for (size_t i = 0; batch->writes && i < batch->count; i++) {
        size_t at = window->count + i;
        window->write[at / 64] |= (uint64_t)batch->write[i] << at % 64;
    }
    window->writes |= batch->writes;
    window->count += batch->count;
}

/* From the bytes read so far; 0 for packed traces, and pipes. */
static uint64_t guess_total(const struct stream *stream, uint64_t done)
{
    uint64_t size = source_size(stream->reader->source);
    uint64_t offset = stream->reader->offset;
    return size && offset ? (uint64_t)((double)done * (double)size / (double)offset) : 0;
}

static void fill(void *self)
{
    struct stream *stream = self;
    struct window *window = stream->filling;
    clear_window(window, stream->engine->references);
    while (window->count + ACCESS_BATCH <= WINDOW && !stream->failed) {
        stream->failed = reader_read(stream->reader, stream->batch, stream->error) < 0;
        if (stream->failed || stream->batch->count == 0)
            break;
        append(stream);
    }
    window->pages = stream->pages.count;
    stream->engine->writes |= window->writes;
    stream->engine->references += window->count;
    progress_show("references", stream->engine->references,
                  guess_total(stream, stream->engine->references));
}

/* So many entries get the tables by page. */
static uint32_t capacity(uint32_t pages)
{
    uint64_t more = (uint64_t)pages + pages / 16 + 1024;
    return more < UINT32_MAX ? (uint32_t)more : UINT32_MAX - 1;
}

static void simulate(void *self, size_t index)
{
    struct stream *stream = self;
    struct engine_run *run = &stream->engine->runs[index];
    const struct window *window = stream->running;
    if (window->pages > run->memory->setup.pages &&
        memory_grow(run->memory, capacity(window->pages)) < 0) {
        atomic_store(&stream->no_memory, true);
        return;
    }
    struct references references = {.page = window->page,
                                    .write = window->writes ? window->write : NULL,
                                    .end = window->count,
                                    .first = window->first};
    engine_simulate(run, &references);
}

/* Do all tables still fit, with the pages that there are now? */
static int check_memory(const struct stream *stream, struct error *error)
{
    const struct engine *engine = stream->engine;
    uint64_t bytes = pages_bytes(&stream->pages);
    for (size_t i = 0; i < engine->count; i++) {
        struct policy_setup setup =
            engine_setup(&engine->runs[i], capacity(stream->pages.count));
        bytes += memory_bytes(engine->runs[i].choice->type, &setup);
        if (bytes > memory_limit())
            return engine_lacks(&engine->runs[i], bytes, error);
    }
    if (engine->references >= UINT32_MAX - WINDOW)
        return error_set(error, STATUS_REQUEST,
                         "the trace has more than %llu references, which is the most "
                         "that can be counted; split it",
                         (unsigned long long)engine->references);
    return 0;
}

static int run_windows(struct stream *stream, struct error *error)
{
    struct engine *engine = stream->engine;
    stream->filling = &stream->windows[0];
    fill(stream);
    if (!stream->failed && engine->references == 0)
        return error_set(error, STATUS_REQUEST, "%s holds no reference",
                         source_name(stream->reader->source));
    while (!stream->failed && stream->filling->count > 0) {
        if (check_memory(stream, error) < 0)
            return -1;
        stream->running = stream->filling;
        stream->filling = &stream->windows[stream->running == &stream->windows[0]];
        workers_run_beside(fill, engine->count, simulate, stream);
        if (atomic_load(&stream->no_memory))
            return engine_refused(&engine->runs[0], stream->pages.count, error);
    }
    return stream->failed ? -1 : 0;
}

static int stream_all(struct stream *stream, struct error *error)
{
    struct engine *engine = stream->engine;
    for (size_t i = 0; i < engine->count; i++)
        if (engine_new_memory(&engine->runs[i], capacity(0), error) < 0)
            return -1;
    for (int i = 0; i < 2; i++) {
        stream->windows[i].page = xreallocarray(NULL, WINDOW, sizeof(uint32_t));
        stream->windows[i].write = xcalloc(WINDOW / 64, sizeof(uint64_t));
    }
    stream->batch = xcalloc(1, sizeof *stream->batch);
    int result = run_windows(stream, error);
    progress_end();
    engine->distinct = stream->pages.count;
    for (size_t i = 0; i < engine->count && result == 0; i++)
        engine_finish(&engine->runs[i]);
    for (int i = 0; i < 2; i++) {
        free(stream->windows[i].page);
        free(stream->windows[i].write);
    }
    free(stream->batch);
    pages_free(&stream->pages);
    return result;
}

int engine_stream(struct engine *engine, const char *path,
                  const struct trace_options *options, struct error *error)
{
    struct stream stream = {.engine = engine, .error = error};
    stream.reader = reader_open(path, options, error);
    if (!stream.reader)
        return -1;
    int result = stream_all(&stream, error);
    reader_close(stream.reader);
    return result;
}
