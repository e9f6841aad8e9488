/* Writing a trace in one of the formats: the other direction of reader.h.
 *
 *     struct writer *writer = writer_open("out.r3t.xz", &request, &error);
 *     writer_batch(writer, batch, &error);   // as often as there is something
 *     writer_commit(writer, &error);         // now the file is there
 */
#ifndef RING3_VMSIM_WRITER_H
#define RING3_VMSIM_WRITER_H

#include "vmsim/reader.h"
#include "vmsim/sink.h"

enum { WRITER_BUFFER = 256 * 1024 };

struct writer_request {
    const char *format;  /* "text", …; NULL or "auto": as the file's name says */
    const char *pack;    /* "gz", "xz", "zst", "none"; NULL: as the name says */
    const char *columns; /* of CSV: "page,op,pid"; NULL: page,op */
    uint64_t page_size;  /* for formats of addresses; 0: 4096 */
};

struct writer {
    struct sink *sink;
    const struct trace_format *format;
    unsigned page_shift;
    struct csv csv;
    uint64_t references; /* written so far */
    size_t length;       /* bytes waiting in `buffer` */
    unsigned char buffer[WRITER_BUFFER];
};

/* The format that a file's name tells: "csv" for "a.csv.xz"; NULL: none. */
const char *writer_format_of(const char *path);

struct writer *writer_open(const char *path, const struct writer_request *request,
                           struct error *error);
int writer_batch(struct writer *writer, const struct access_batch *batch,
                 struct error *error);
/* Both end the writer; after a commit the file is there, after an abandon not. */
int writer_commit(struct writer *writer, struct error *error);
void writer_abandon(struct writer *writer);

/* For formats. */
int writer_put(struct writer *writer, const void *bytes, size_t length,
               struct error *error);
int writer_print(struct writer *writer, struct error *error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static inline enum access_kind batch_kind(const struct access_batch *batch, size_t i)
{
    if (batch->kinds)
        return (enum access_kind)batch->kind[i];
    return batch->write[i] ? ACCESS_WRITE : ACCESS_READ;
}

#endif
