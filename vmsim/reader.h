/* Traces as bytes: reading and writing page references.
 *
 * A format is a struct of functions, one file each (formats/). Reading and writing
 * go in batches, so memory does not grow with the trace.
 */
#ifndef RING3_VMSIM_READER_H
#define RING3_VMSIM_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vmsim/source.h"

enum { ACCESS_BATCH = 8192, READER_BUFFER = 128 * 1024, READER_LINE_MAX = 4096 };

/* What a reference is for. The simulation asks only whether it writes. */
enum access_kind { ACCESS_READ, ACCESS_WRITE, ACCESS_MODIFY, ACCESS_FETCH, ACCESS_KINDS };

/* Some references, in order. */
struct access_batch {
    size_t count;
    bool writes; /* at least one of them is a write */
    bool kinds;  /* `kind` is filled; otherwise reads and writes is all there is */
    bool pids;   /* `pid` is filled */
    uint64_t page[ACCESS_BATCH];
    bool write[ACCESS_BATCH];
    uint8_t kind[ACCESS_BATCH];
    uint32_t pid[ACCESS_BATCH];
};

struct reader;
struct writer;

/* The address spaces of a trace with process ids, in the order of appearance. A page
 * of space s has the number s * 2^52 + page, so that equal pages of two processes are
 * two pages; with one process the numbers are as they stand. */
enum { SPACES_MAX = 4096, SPACE_SHIFT = 52 };

struct spaces {
    uint32_t *pids;
    uint32_t count, last;
};

/* Which columns of a CSV file hold what, from 0; -1: none does. */
enum csv_column { CSV_PAGE, CSV_ADDRESS, CSV_SIZE, CSV_OP, CSV_PID, CSV_COLUMNS };

struct csv {
    int column[CSV_COLUMNS];
    char separator;
    bool has_head; /* the next line names the columns */
};

struct trace_format {
    const char *name;    /* "text" */
    const char *summary; /* one sentence, no full stop */
    bool addresses;      /* it holds addresses, which --page-size divides */
    /* Could a trace that begins so be of this format? `whole`: there is no more. */
    bool (*looks)(const unsigned char *start, size_t length, bool whole);
    /* Before the first read: the head of the file. May be NULL. */
    int (*start)(struct reader *reader, struct error *error);
    /* Appends to `batch` until it is full or the trace ends. */
    int (*read)(struct reader *reader, struct access_batch *batch, struct error *error);
    /* Writing: the head (may be NULL), a batch, the end (may be NULL). */
    int (*begin)(struct writer *writer, struct error *error);
    int (*write)(struct writer *writer, const struct access_batch *batch,
                 struct error *error);
    int (*finish)(struct writer *writer, struct error *error);
};

/* In the order in which they are tried; ended by NULL. */
extern const struct trace_format *const trace_formats[];
extern const struct trace_format format_text, format_u64, format_lackey, format_native,
    format_csv;

/* What was read, for those who ask. */
struct access_totals {
    uint64_t kinds[ACCESS_KINDS];
    uint32_t processes; /* 0: the format does not tell */
    const char *format;
};

struct trace_options {
    const char *format;           /* "auto", "text", … */
    uint64_t page_size;           /* bytes, a power of two; 0: not given, then 4096 */
    const char *columns;          /* of CSV: "page=2,op=3"; NULL: its first line tells */
    struct access_totals *totals; /* to be filled while reading, or NULL */
    bool ids_only;                /* nobody will ask a loaded trace for page numbers */
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
    enum access_kind more_kind;
    uint32_t more_pid;
    struct access_totals *totals;
    bool raw; /* deliver pages as they stand, with pids beside them */
    struct spaces spaces;
    struct csv csv;
    bool addresses;      /* of this file; format->addresses says it of most */
    const char *columns; /* trace_options.columns */
    uint64_t references; /* delivered so far, for formats that count */
    bool finished;       /* the format has said that nothing follows */
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

/* For formats of addresses: the pages that an access touches, from `address` on. Call
 * reader_deliver() first thing in read(), and again after this. */
void reader_access(struct reader *reader, uint64_t address, uint64_t size,
                   enum access_kind kind, uint32_t pid);
void reader_deliver(struct reader *reader, struct access_batch *batch);

/* The CSV columns of trace_options.columns, or of a list of names for writing. */
int csv_choose_columns(struct csv *csv, const char *text, struct error *error);

static inline bool access_writes(enum access_kind kind)
{
    return kind == ACCESS_WRITE || kind == ACCESS_MODIFY;
}

/* With what it is for, and whose it is. */
static inline void batch_access(struct access_batch *batch, uint64_t page,
                                enum access_kind kind, uint32_t pid)
{
    batch->page[batch->count] = page;
    batch->kind[batch->count] = (uint8_t)kind;
    batch->pid[batch->count] = pid;
    batch->write[batch->count++] = access_writes(kind);
    batch->writes |= access_writes(kind);
}

static inline void batch_add(struct access_batch *batch, uint64_t page, bool write)
{
    batch->page[batch->count] = page;
    batch->write[batch->count++] = write;
    batch->writes |= write;
}

#endif
