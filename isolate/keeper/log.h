/* The log of a container: what it wrote, a line each, in the format that kubelets know:
 *
 *     2026-11-21T14:05:09.123456789Z stdout F the line
 *                                    stderr P the beginning of a line …
 *
 * F is a full line, P a part: the next record of the same stream goes on with it. All
 * bytes but the newline are kept as they are. At `limit` bytes the file becomes log.1, in
 * the place of the one before, and a new one begins: so a log takes at most twice the
 * limit. A record is written whole or not at all; what finds no place on the disk is
 * counted, and never stops the container.
 */
#ifndef RING3_ISOLATE_LOG_H
#define RING3_ISOLATE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "labs/kit/error.h"

enum { LOG_LIMIT_DEFAULT = 10 * 1024 * 1024, LOG_LIMIT_LEAST = 4096 };

enum log_stream { LOG_OUT, LOG_ERR };
extern const char *const log_streams[]; /* "stdout" "stderr" */

struct log {
    int folder, fd;
    uint64_t size, limit;
    uint64_t lost; /* bytes of output that found no place */
};

/* Opens the log in this folder to append. */
int log_open(struct log *log, int folder, uint64_t limit, struct error *error);
void log_write(struct log *log, enum log_stream stream, const char *bytes, size_t length);
void log_close(struct log *log);

/* ---- reading ---- */

struct log_view {
    bool timestamps;
    uint64_t since; /* nanoseconds since 1970; 0: from the beginning */
    long tail;      /* so many lines from the end; -1: all */
};

/* A place in the log, to go on from. */
struct log_reader {
    int folder;
    struct log_view view;
    FILE *file;      /* the present log; NULL: none yet */
    uint64_t inode;  /* of it */
    long skip[2];    /* lines of each stream that are still left out */
    bool in_line[2]; /* the last record of the stream was a part */
    char *line;
    size_t room;
};

/* Shows log.1 and log up to their ends: stdout to `out`, stderr to `err`. A record that
 * is damaged is left out. */
int log_reader_open(struct log_reader *reader, int folder, const struct log_view *view,
                    FILE *out, FILE *err, struct error *error);
/* Shows what came since, also across a rotation. True when there was something. */
bool log_reader_more(struct log_reader *reader, FILE *out, FILE *err);
void log_reader_close(struct log_reader *reader);

/* "2026-11-21T14:05:09.5Z", "2026-11-21", seconds since 1970, or "90s" "10m" "2h" "1d"
 * ago, as nanoseconds since 1970. */
int log_parse_time(const char *text, uint64_t *nanoseconds, struct error *error);

/* As the log writes it; at least 31 bytes of room. */
void log_format_time(uint64_t nanoseconds, char text[32]);
uint64_t log_now(void);

#endif
