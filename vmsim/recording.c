/* Whole lines out of pieces; counted, and passed on as they are or as references. */
#include "vmsim/recording.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "vmsim/lackey_line.h"
#include "vmsim/writer.h"

enum { LINES = 64 * 1024, STANDARD_PAGE_SHIFT = 12 };

struct recording {
    struct sink *sink;     /* for lackey's own lines, or NULL */
    struct writer *writer; /* for all other formats, or NULL */
    struct access_batch batch;
    unsigned page_shift;
    uint64_t kinds[ACCESS_KINDS];
    char rest[LINES]; /* the beginning of a line */
    size_t rest_length;
};

struct recording *recording_open(const char *path, uint64_t page_size,
                                 struct error *error)
{
    struct recording *recording = xcalloc(1, sizeof *recording);
    const char *format = writer_format_of(path);
    recording->batch.kinds = true;
    recording->page_shift =
        page_size ? (unsigned)__builtin_ctzll(page_size) : STANDARD_PAGE_SHIFT;
    if (!format || !strcmp(format, "lackey")) {
        recording->sink = sink_open(path, NULL, error);
    } else {
        struct writer_request request = {.format = format, .page_size = page_size};
        recording->writer = writer_open(path, &request, error);
    }
    if (recording->sink || recording->writer)
        return recording;
    free(recording);
    return NULL;
}

static int flush(struct recording *recording, struct error *error)
{
    int result = recording->batch.count
                     ? writer_batch(recording->writer, &recording->batch, error)
                     : 0;
    recording->batch.count = 0;
    recording->batch.writes = false;
    return result;
}

/* Once for each page that the access touches. */
static int add_access(struct recording *recording, const struct lackey_access *access,
                      struct error *error)
{
    uint64_t page = access->address >> recording->page_shift;
    uint64_t last = (access->address + access->size - 1) >> recording->page_shift;
    for (; page <= last; page++) {
        if (recording->batch.count == ACCESS_BATCH && flush(recording, error) < 0)
            return -1;
        batch_access(&recording->batch, page, access->kind, 0);
    }
    return 0;
}

/* Lines of valgrind's own words are none of these, nor what the program said there. */
static int add_line(struct recording *recording, const char *line, size_t length,
                    struct error *error)
{
    struct lackey_access access;
    if (!lackey_line(line, length, &access))
        return 0;
    recording->kinds[access.kind]++;
    return recording->writer ? add_access(recording, &access, error) : 0;
}

static int add_lines(struct recording *recording, const char *bytes, size_t length,
                     struct error *error)
{
    const char *line = bytes, *end = bytes + length;
    while (line < end) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        if (add_line(recording, line, (size_t)(newline - line), error) < 0)
            return -1;
        line = newline + 1;
    }
    return recording->sink ? sink_write(recording->sink, bytes, length, error) : 0;
}

int recording_add(struct recording *recording, const char *bytes, size_t length,
                  struct error *error)
{
    while (length > 0) {
        size_t room = LINES - recording->rest_length;
        size_t taken = length < room ? length : room;
        memcpy(recording->rest + recording->rest_length, bytes, taken);
        recording->rest_length += taken;
        bytes += taken;
        length -= taken;
        const char *last = memrchr(recording->rest, '\n', recording->rest_length);
        size_t whole = last ? (size_t)(last + 1 - recording->rest) : 0;
        if (whole == 0 && recording->rest_length == LINES)
            return error_set(error, STATUS_HOST,
                             "valgrind wrote a line of more than %d bytes; that is no "
                             "trace",
                             LINES);
        if (add_lines(recording, recording->rest, whole, error) < 0)
            return -1;
        recording->rest_length -= whole;
        memmove(recording->rest, recording->rest + whole, recording->rest_length);
    }
    return 0;
}

const uint64_t *recording_kinds(const struct recording *recording)
{
    return recording->kinds;
}

uint64_t recording_accesses(const struct recording *recording)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < ACCESS_KINDS; i++)
        sum += recording->kinds[i];
    return sum;
}

int recording_commit(struct recording *recording, struct error *error)
{
    int result;
    if (recording->sink) {
        result = sink_commit(recording->sink, error);
    } else if (flush(recording, error) < 0) {
        writer_abandon(recording->writer);
        result = -1;
    } else {
        result = writer_commit(recording->writer, error);
    }
    free(recording);
    return result;
}

void recording_abandon(struct recording *recording)
{
    if (recording->sink)
        sink_abandon(recording->sink);
    else
        writer_abandon(recording->writer);
    free(recording);
}
