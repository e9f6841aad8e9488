/* Writing the log. */
#include "isolate/keeper/log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

const char *const log_streams[] = {"stdout", "stderr"};

uint64_t log_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void log_format_time(uint64_t nanoseconds, char text[32])
{
    time_t seconds = (time_t)(nanoseconds / 1000000000u);
    struct tm parts;
    gmtime_r(&seconds, &parts);
    size_t length = strftime(text, 32, "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(text + length, 32 - length, ".%09uZ", (unsigned)(nanoseconds % 1000000000u));
}

static int open_file(struct log *log)
{
    struct stat status;
    log->fd = openat(log->folder, "log",
                     O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
    log->size =
        log->fd >= 0 && fstat(log->fd, &status) == 0 ? (uint64_t)status.st_size : 0;
    return log->fd < 0 ? -1 : 0;
}

int log_open(struct log *log, int folder, uint64_t limit, struct error *error)
{
    *log = (struct log){.folder = folder, .fd = -1, .limit = limit};
    if (open_file(log) < 0)
        return error_errno(error, STATUS_REQUEST, "cannot write the log");
    return 0;
}

static void rotate(struct log *log)
{
    if (renameat(log->folder, "log", log->folder, "log.1") < 0)
        return;
    close(log->fd);
    open_file(log);
}

/* One record, or nothing of it: half a record would spoil the next. */
static void put_record(struct log *log, enum log_stream stream, const char *time,
                       const char *bytes, size_t length, bool whole)
{
    char head[64];
    int head_length = snprintf(head, sizeof head, "%s %s %c ", time, log_streams[stream],
                               whole ? 'F' : 'P');
    struct iovec parts[] = {
        {head, (size_t)head_length}, {(void *)(uintptr_t)bytes, length}, {"\n", 1}};
    size_t size = (size_t)head_length + length + 1;
    if (log->size && log->size + size > log->limit)
        rotate(log);
    ssize_t wrote = log->fd < 0 ? -1 : writev(log->fd, parts, 3);
    if (wrote == (ssize_t)size) {
        log->size += size;
        return;
    }
    log->lost += length + whole;
    if (wrote > 0 && ftruncate(log->fd, (off_t)log->size) < 0)
        log->size += (uint64_t)wrote;
}

void log_write(struct log *log, enum log_stream stream, const char *bytes, size_t length)
{
    char time[32];
    log_format_time(log_now(), time);
    while (length) {
        const char *end = memchr(bytes, '\n', length);
        size_t part = end ? (size_t)(end - bytes) : length;
        put_record(log, stream, time, bytes, part, end != NULL);
        bytes += part + (end != NULL);
        length -= part + (end != NULL);
    }
}

void log_close(struct log *log)
{
    if (log->fd >= 0)
        close(log->fd);
    log->fd = -1;
}
