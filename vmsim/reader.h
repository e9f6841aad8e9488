/* Trace readers: page references from text, binary or lackey's output.
 *
 * A format is a struct of functions, one file each (format_*.c). Readers
 * stream: memory does not grow with the trace.
 */
#ifndef RING3_VMSIM_READER_H
#define RING3_VMSIM_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vmsim/source.h"

enum { ACCESS_BATCH = 8192, READER_BUFFER = 128 * 1024, READER_LINE_MAX = 4096 };

/* Some references, in order. */
struct access_batch {
    size_t count;
    bool writes; /* at least one of them is a write */
    uint64_t page[ACCESS_BATCH];
    bool write[ACCESS_BATCH];
};

struct reader;

struct trace_format {
    const char *name;    /* "text" */
    const char *summary; /* one sentence, no full stop */
    bool addresses;      /* it holds addresses, which --page-size divides */
    /* Could a trace that begins so be of this format? `whole`: there is no more. */
    bool (*looks)(const unsigned char *start, size_t length, bool whole);
    /* Appends to `batch` until it is full or the trace ends. */
    int (*read)(struct reader *reader, struct access_batch *batch, struct error *error);
};

/* In the order in which they are tried; ended by NULL. */
extern const struct trace_format *const trace_formats[];
extern const struct trace_format format_text, format_u64, format_lackey;

struct trace_options {
    const char *format; /* "auto", "text", … */
    uint64_t page_size; /* bytes, a power of two; 0: not given, then 4096 */
};

/* The bytes begin … end-1 of `buffer` are waiting. */
struct reader {
    struct source *source;
    const struct trace_format *format;
    unsigned char *buffer;
    size_t begin, end;
    bool ended;      /* the source has no more */
    uint64_t line;   /* number of the line read last, from 1 */
    uint64_t offset; /* bytes taken from the buffer so far */
    unsigned page_shift;
    uint64_t more_pages; /* of the access read last: pages still to deliver, */
    uint64_t more_page;  /* from this one on */
    bool more_write;
};

struct reader *reader_open(const char *path, const struct trace_options *options,
                           struct error *error);
void reader_close(struct reader *reader);

/* Refills `batch`, whose count is 0 at the end. */
int reader_read(struct reader *reader, struct access_batch *batch, struct error *error);

/* Reads text[0..length) as a whole, decimal or 0x…; false if it is no number below
 * 2^64. */
bool parse_page_number(const char *text, size_t length, uint64_t *number);

/* For formats: the next line without its newline, valid until the next call.
 * Returns 1, 0 at the end, -1. */
int reader_line(struct reader *reader, const char **line, size_t *length,
                struct error *error);
/* For formats: reads on until `size` bytes are waiting or the source ends. */
int reader_fill(struct reader *reader, size_t size, struct error *error);
/* For formats: "FILE:LINE: 'what the line says' is …"; returns -1. */
int reader_refuse(const struct reader *reader, const char *line, size_t length,
                  const char *complaint, struct error *error);

static inline void batch_add(struct access_batch *batch, uint64_t page, bool write)
{
    batch->page[batch->count] = page;
    batch->write[batch->count++] = write;
    batch->writes |= write;
}

#endif
