/* Reading the log: lines of two streams, from a time or a number of lines on, and what
 * comes after. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "isolate/keeper/log.h"
#include "labs/kit/cleanup.h"

struct record {
    uint64_t time;
    enum log_stream stream;
    bool whole;
    const char *stamp, *bytes; /* in the line that was read */
    size_t length;
};

/* "2026-11-21T14:05:09.123456789Z" → nanoseconds; what follows it is in *end. */
static bool parse_stamp(const char *text, uint64_t *nanoseconds, const char **end)
{
    struct tm parts = {0};
    const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &parts);
    uint64_t fraction = 0, unit = 100000000;
    if (!rest)
        return false;
    if (*rest == '.')
        for (rest++; isdigit((unsigned char)*rest); rest++, unit /= 10)
            fraction += (uint64_t)(*rest - '0') * unit;
    if (*rest == 'Z')
        rest++;
    *end = rest;
    *nanoseconds = (uint64_t)timegm(&parts) * 1000000000u + fraction;
    return true;
}

/* `line` is NUL-terminated and without its newline. */
static bool parse_record(const char *line, size_t length, struct record *record)
{
    const char *rest;
    record->stamp = line;
    if (!parse_stamp(line, &record->time, &rest) || strlen(rest) < 10)
        return false;
    record->stream = strncmp(rest, " stderr ", 8) == 0 ? LOG_ERR : LOG_OUT;
    if (record->stream == LOG_OUT && strncmp(rest, " stdout ", 8) != 0)
        return false;
    if ((rest[8] != 'F' && rest[8] != 'P') || rest[9] != ' ')
        return false;
    record->whole = rest[8] == 'F';
    record->bytes = rest + 10;
    record->length = length - (size_t)(record->bytes - line);
    return true;
}

static void show(struct log_reader *reader, const struct record *record, FILE *to)
{
    bool *in_line = &reader->in_line[record->stream];
    if (reader->view.timestamps && !*in_line)
        fprintf(to, "%.30s ", record->stamp);
    fwrite(record->bytes, 1, record->length, to);
    if (record->whole)
        fputc('\n', to);
    *in_line = !record->whole;
}

/* Reads to the end of the file; a line that is not whole yet is left for later. */
static bool read_records(struct log_reader *reader, FILE *out, FILE *err)
{
    struct record record;
    bool any = false;
    for (;;) {
        off_t at = ftello(reader->file);
        ssize_t length = getline(&reader->line, &reader->room, reader->file);
        if (length <= 0 || reader->line[length - 1] != '\n') {
            fseeko(reader->file, at, SEEK_SET);
            clearerr(reader->file);
            return any;
        }
        reader->line[--length] = 0;
        if (!parse_record(reader->line, (size_t)length, &record) ||
            record.time < reader->view.since)
            continue;
        if (reader->skip[record.stream] > 0) {
            reader->skip[record.stream] -= record.whole;
            continue;
        }
        show(reader, &record, record.stream == LOG_OUT ? out : err);
        any = true;
    }
}

static bool open_file(struct log_reader *reader, const char *name)
{
    struct stat status;
    cleanup_fd int fd = openat(reader->folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) < 0)
        return false;
    FILE *file = fdopen(fd, "r");
    if (!file)
        return false;
    steal_fd(&fd);
    if (reader->file)
        fclose(reader->file);
    reader->file = file;
    reader->inode = status.st_ino;
    return true;
}

/* Counts the whole lines of each stream among the first `most` of both. */
static void count_file(struct log_reader *reader, long most, long lines[2])
{
    struct record record;
    ssize_t length;
    while (lines[LOG_OUT] + lines[LOG_ERR] < most &&
           (length = getline(&reader->line, &reader->room, reader->file)) > 0) {
        reader->line[--length] = 0;
        if (parse_record(reader->line, (size_t)length, &record) &&
            record.time >= reader->view.since)
            lines[record.stream] += record.whole;
    }
}

static void count_lines(struct log_reader *reader, long most, long lines[2])
{
    lines[LOG_OUT] = lines[LOG_ERR] = 0;
    if (open_file(reader, "log.1"))
        count_file(reader, most, lines);
    if (open_file(reader, "log"))
        count_file(reader, most, lines);
}

/* A line counts where it ends: so its beginning, which may stand before lines of the
 * other stream, is left out with it or shown with it. */
static void find_tail(struct log_reader *reader)
{
    long lines[2];
    count_lines(reader, LONG_MAX, lines);
    long all = lines[LOG_OUT] + lines[LOG_ERR];
    if (all > reader->view.tail)
        count_lines(reader, all - reader->view.tail, reader->skip);
}

int log_reader_open(struct log_reader *reader, int folder, const struct log_view *view,
                    FILE *out, FILE *err, struct error *error)
{
    *reader = (struct log_reader){.folder = folder, .view = *view};
    if (view->tail >= 0)
        find_tail(reader);
    if (open_file(reader, "log.1"))
        read_records(reader, out, err);
    if (open_file(reader, "log"))
        read_records(reader, out, err);
    else if (!reader->file && errno != ENOENT)
        return error_errno(error, STATUS_REQUEST, "cannot read the log");
    return 0;
}

/* A log with another inode has taken the place of ours: first the rest of ours. */
bool log_reader_more(struct log_reader *reader, FILE *out, FILE *err)
{
    struct stat status;
    bool any = reader->file && read_records(reader, out, err);
    if (fstatat(reader->folder, "log", &status, AT_SYMLINK_NOFOLLOW) == 0 &&
        (!reader->file || status.st_ino != reader->inode)) {
        any |= reader->file && read_records(reader, out, err);
        if (open_file(reader, "log"))
            any |= read_records(reader, out, err);
    }
    fflush(out);
    fflush(err);
    return any;
}

void log_reader_close(struct log_reader *reader)
{
    if (reader->file)
        fclose(reader->file);
    free(reader->line);
    *reader = (struct log_reader){0};
}

/* ---- --since ---- */

static uint64_t unit_seconds(const char *unit)
{
    static const struct {
        char letter;
        unsigned seconds;
    } units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (unit[0] == units[i].letter && !unit[1])
            return units[i].seconds;
    return 0;
}

static bool parse_number(const char *text, uint64_t *nanoseconds)
{
    char *end;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    if (!isdigit((unsigned char)text[0]) || errno || number > UINT64_MAX / 2000000000u)
        return false;
    uint64_t unit = unit_seconds(end), now = log_now();
    if (*end && (!unit || number > now / 1000000000u / unit))
        return false;
    *nanoseconds = *end ? now - number * unit * 1000000000u : number * 1000000000u;
    return true;
}

int log_parse_time(const char *text, uint64_t *nanoseconds, struct error *error)
{
    struct tm parts = {0};
    const char *end;
    if ((parse_stamp(text, nanoseconds, &end) && !*end) ||
        parse_number(text, nanoseconds))
        return 0;
    end = strptime(text, "%Y-%m-%d", &parts);
    if (end && !*end) {
        *nanoseconds = (uint64_t)timegm(&parts) * 1000000000u;
        return 0;
    }
    return error_set(error, STATUS_REQUEST,
                     "--since %s: a time such as 2026-11-21T14:05:09Z or 2026-11-21, or "
                     "how long ago: 90s, 10m, 2h, 1d",
                     text);
}
