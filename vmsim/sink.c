/* Writing through libarchive's raw format into an atomic file. */
#include "vmsim/sink.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"

struct sink {
    struct archive *archive;
    struct atomic_file file;
    const char *path;
    int reason; /* errno of the first write that failed; 0: none */
};

/* The greatest window that decoders accept unasked is far beyond these. */
static const struct {
    const char *suffix;
    int (*add)(struct archive *);
} packers[] = {
    {".gz", archive_write_add_filter_gzip},
    {".xz", archive_write_add_filter_xz},
    {".zst", archive_write_add_filter_zstd},
    {"", archive_write_add_filter_none},
};

static bool ends_with(const char *text, const char *suffix)
{
    size_t length = strlen(text), end = strlen(suffix);
    return length >= end && !strcmp(text + length - end, suffix);
}

static int failure(const struct sink *sink, struct error *error)
{
    const char *words =
        sink->reason ? strerror(sink->reason) : archive_error_string(sink->archive);
    return error_set(error, STATUS_REQUEST, "cannot write %s: %s", sink->path,
                     words ? words : "no reason given");
}

/* libarchive 3.6 forgets to free its buffers after a callback that failed and after
 * archive_write_fail(), so this one never fails, and what went wrong, or that nothing
 * is wanted any more, stands in `reason`. */
static ssize_t put(struct archive *archive, void *self, const void *bytes, size_t length)
{
    (void)archive;
    struct sink *sink = self;
    if (!sink->reason && fwrite(bytes, 1, length, sink->file.out) != length)
        sink->reason = errno ? errno : EIO;
    return (ssize_t)length;
}

/* The last one packs nothing and fits any name. */
static size_t choose_packer(const char *path, const char *pack)
{
    size_t i = 0;
    while (*packers[i].suffix && (pack ? strcmp(packers[i].suffix + 1, pack) != 0
                                       : !ends_with(path, packers[i].suffix)))
        i++;
    return i;
}

static int begin(struct sink *sink, const char *pack, struct error *error)
{
    struct archive_entry *entry = archive_entry_new();
    packers[choose_packer(sink->path, pack)].add(sink->archive);
    archive_write_set_format_raw(sink->archive);
    archive_write_set_bytes_in_last_block(sink->archive, 1); /* no padding */
    archive_entry_set_filetype(entry, AE_IFREG);
    int result = archive_write_open(sink->archive, sink, NULL, put, NULL);
    if (result == ARCHIVE_OK)
        result = archive_write_header(sink->archive, entry);
    archive_entry_free(entry);
    return result == ARCHIVE_OK ? 0 : failure(sink, error);
}

/* Standard output is written as it comes; a copy of it, which may be closed. */
static int open_stdout(struct atomic_file *file, struct error *error)
{
    cleanup_fd int copy = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    FILE *out = copy < 0 ? NULL : fdopen(copy, "w");
    if (!out)
        return error_errno(error, STATUS_REQUEST, "cannot write standard output");
    steal_fd(&copy);
    *file = (struct atomic_file){
        .out = out, .path = xstrdup("standard output"), .direct = true};
    return 0;
}

struct sink *sink_open(const char *path, const char *pack, struct error *error)
{
    struct sink *sink = xcalloc(1, sizeof *sink);
    bool to_stdout = !strcmp(path, "-");
    sink->path = to_stdout ? "standard output" : path;
    if ((to_stdout ? open_stdout(&sink->file, error)
                   : atomic_file_open(&sink->file, path, error)) < 0) {
        free(sink);
        return NULL;
    }
    sink->archive = archive_write_new();
    if (!sink->archive)
        die(STATUS_HOST, "no memory is left");
    if (begin(sink, pack, error) < 0) {
        sink_abandon(sink);
        return NULL;
    }
    return sink;
}

int sink_write(struct sink *sink, const void *bytes, size_t length, struct error *error)
{
    for (const char *from = bytes; length > 0;) {
        la_ssize_t put_now = archive_write_data(sink->archive, from, length);
        if (put_now <= 0 || sink->reason)
            return failure(sink, error);
        from += put_now;
        length -= (size_t)put_now;
    }
    return 0;
}

int sink_commit(struct sink *sink, struct error *error)
{
    bool closed = archive_write_close(sink->archive) == ARCHIVE_OK;
    int result = closed && !sink->reason ? 0 : failure(sink, error);
    if (result == 0)
        result = atomic_file_commit(&sink->file, error);
    else
        atomic_file_abandon(&sink->file);
    archive_write_free(sink->archive);
    free(sink);
    return result;
}

void sink_abandon(struct sink *sink)
{
    sink->reason = ECANCELED; /* what it still holds is not written any more */
    archive_write_free(sink->archive);
    atomic_file_abandon(&sink->file);
    free(sink);
}
