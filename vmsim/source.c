/* Bytes through libarchive's raw format: any file is an archive of one entry,
 * and the filters in front of it unpack. Before them stands zlib, except where a file is
 * seen to be no gzip file: libarchive reads gzip as well, but never looks at its
 * checksums.
 *
 * Only filters that need no other program and have a magic number of their own
 * are asked for: lzma and compress would claim traces that merely begin with an
 * unlucky page number.
 */
#include "vmsim/source.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "labs/kit/cleanup.h"

enum { SOURCE_BLOCK = 256 * 1024 };

struct source {
    struct archive *archive;
    gzFile file; /* NULL: libarchive reads the descriptor itself */
    const char *name;
    int fd; /* that of `file` */
    unsigned char block[SOURCE_BLOCK];
};

const char *source_name(const struct source *source)
{
    return source->name;
}

uint64_t source_size(const struct source *source)
{
    struct stat status;
    bool packed = archive_filter_count(source->archive) > 1 ||
                  (source->file && !gzdirect(source->file));
    return !packed && fstat(source->fd, &status) == 0 && S_ISREG(status.st_mode)
               ? (uint64_t)status.st_size
               : 0;
}

static int open_file(const char *path, struct error *error)
{
    if (!strcmp(path, "-")) {
        int copy = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
        return copy < 0 ? error_errno(error, STATUS_REQUEST, "cannot read stdin") : copy;
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    struct stat status;
    if (fd < 0)
        return error_errno(error, STATUS_REQUEST, "cannot read %s", path);
    if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
        close(fd);
        return error_set(error, STATUS_REQUEST, "%s is a directory; give a trace file",
                         path);
    }
    return fd;
}

static struct archive *new_reader(void)
{
    struct archive *archive = archive_read_new();
    if (!archive)
        die(STATUS_HOST, "no memory is left");
    archive_read_support_format_raw(archive);
    archive_read_support_format_empty(archive);
    archive_read_support_filter_bzip2(archive);
    archive_read_support_filter_xz(archive);
    archive_read_support_filter_zstd(archive);
    archive_read_support_filter_lz4(archive);
    return archive;
}

/* zlib begins with a name: "<fd:3>: incorrect data check". */
static const char *after_name(const char *words)
{
    const char *colon = strstr(words, ">: ");
    return colon ? colon + 3 : words;
}

/* What zlib made of the file; libarchive's filters go on from there. */
static la_ssize_t read_block(struct archive *archive, void *data, const void **block)
{
    struct source *source = data;
    int code, got = gzread(source->file, source->block, SOURCE_BLOCK);
    const char *words = gzerror(source->file, &code);
    *block = source->block;
    if (got > 0 || (got == 0 && code == Z_OK))
        return got;
    if (code == Z_ERRNO)
        archive_set_error(archive, errno, "Error reading");
    else
        archive_set_error(archive, EINVAL, "%s",
                          code == Z_BUF_ERROR ? "truncated gzip input"
                                              : after_name(words));
    return ARCHIVE_FATAL;
}

/* libarchive says so when read(2) failed; all else is about what was read. */
static bool read_failed(const char *words)
{
    static const char start[] = "Error reading";
    return words && !strncmp(words, start, sizeof start - 1);
}

/* What libarchive's words mean, as far as they tell. liblzma says the same of a file
 * that ends too early and of one that goes on after its end. */
static const char *damage(const char *words)
{
    static const struct {
        const char *part, *meaning;
    } known[] = {
        {"runcated", "is cut short"},
        {"No progress is possible", "is cut short, or has junk at its end"},
        {"Unknown frame descriptor", "has junk at its end, or in it"},
    };
    for (size_t i = 0; words && i < sizeof known / sizeof known[0]; i++)
        if (strstr(words, known[i].part))
            return known[i].meaning;
    return words ? "is damaged" : "is cut short or damaged";
}

static int archive_failure(const struct source *source, struct error *error)
{
    const char *words = archive_error_string(source->archive);
    if (read_failed(words))
        return error_set(error, STATUS_REQUEST, "cannot read %s: %s", source->name,
                         strerror(archive_errno(source->archive)));
    return error_set(error, STATUS_REQUEST,
                     "%s: the packed file %s%s%s%s; get it or record it again",
                     source->name, damage(words), words ? " (" : "", words ? words : "",
                     words ? ")" : "");
}

/* False of a pipe, too: zlib will see. */
static bool is_no_gzip(int fd)
{
    unsigned char start[2];
    off_t here = lseek(fd, 0, SEEK_CUR);
    return here >= 0 && pread(fd, start, 2, here) == 2 &&
           (start[0] != 0x1f || start[1] != 0x8b);
}

static int open_archive(struct source *source)
{
    if (is_no_gzip(source->fd))
        return archive_read_open_fd(source->archive, source->fd, SOURCE_BLOCK);
    source->file = gzdopen(source->fd, "rb");
    if (!source->file || gzbuffer(source->file, SOURCE_BLOCK) != 0)
        die(STATUS_HOST, "no memory is left");
    return archive_read_open(source->archive, source, NULL, read_block, NULL);
}

static int start(struct source *source, struct error *error)
{
    struct archive_entry *entry;
    if (open_archive(source) != ARCHIVE_OK)
        return archive_failure(source, error);
    switch (archive_read_next_header(source->archive, &entry)) {
    case ARCHIVE_OK:
    case ARCHIVE_WARN:
        return 0;
    case ARCHIVE_EOF:
        return error_set(error, STATUS_REQUEST, "%s is empty", source->name);
    default:
        return archive_failure(source, error);
    }
}

struct source *source_open(const char *path, struct error *error)
{
    int fd = open_file(path, error);
    if (fd < 0)
        return NULL;
    struct source *source = xcalloc(1, sizeof *source);
    source->fd = fd;
    source->name = strcmp(path, "-") ? path : "stdin";
    source->archive = new_reader();
    if (start(source, error) < 0) {
        source_close(source);
        return NULL;
    }
    return source;
}

void source_close(struct source *source)
{
    if (!source)
        return;
    archive_read_free(source->archive);
    if (source->file)
        gzclose_r(source->file); /* and the descriptor */
    else
        close(source->fd);
    free(source);
}

ssize_t source_read(struct source *source, void *buffer, size_t size, struct error *error)
{
    size_t filled = 0;
    while (filled < size) {
        ssize_t got =
            archive_read_data(source->archive, (char *)buffer + filled, size - filled);
        if (got == 0)
            break;
        if (got == ARCHIVE_RETRY)
            continue;
        if (got < 0)
            return archive_failure(source, error);
        filled += (size_t)got;
    }
    return (ssize_t)filled;
}
